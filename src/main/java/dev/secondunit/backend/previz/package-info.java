/**
 * A vendor that needs no key and no network: it draws animatics and scratch sound with FFmpeg, so
 * that a shot list can be rehearsed for free. {@link dev.secondunit.backend.previz.PrevizBackend}
 * is the door; everything else is behind it.
 */
package dev.secondunit.backend.previz;
