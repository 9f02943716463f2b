/**
 * FFmpeg as a subprocess, and what it measures. {@link dev.secondunit.media.ffmpeg.Ffmpeg} runs it,
 * {@link dev.secondunit.media.ffmpeg.MediaProbe} answers what a file is.
 */
package dev.secondunit.media.ffmpeg;
