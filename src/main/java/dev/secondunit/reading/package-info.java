/**
 * What can be seen and heard in a file without any model: facts, pictures, cuts and findings.
 * {@link dev.secondunit.reading.MediaReader} reads files for a person or a model to look at; {@link
 * dev.secondunit.reading.MediaScan} finds what happens in a film.
 */
package dev.secondunit.reading;
