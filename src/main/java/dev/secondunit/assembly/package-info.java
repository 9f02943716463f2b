/**
 * The jobs for which FFmpeg alone is right: hard cuts, mixing and ducking sound, grading by a
 * lookup table, converting, and taking the last frame. {@link dev.secondunit.assembly.Assembler} is
 * the door. Whatever needs design (titles, captions, transitions) belongs into Remotion.
 */
package dev.secondunit.assembly;
