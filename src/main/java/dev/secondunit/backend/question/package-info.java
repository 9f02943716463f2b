/**
 * What a vendor's model that reads media has to do, and the values it speaks in: the counterpart of
 * {@link dev.secondunit.backend.Backend} for questions.
 */
package dev.secondunit.backend.question;
