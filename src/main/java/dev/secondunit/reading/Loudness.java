package dev.secondunit.reading;

/**
 * How loud a file is, by EBU R 128 (ITU-R BS.1770).
 *
 * @param integratedLufs loudness of the whole, or null when it is silent throughout
 * @param rangeLu loudness range in LU, or null when it is too short or silent
 * @param truePeakDbfs highest peak between the samples, or null when it is silent
 * @param clipped whether the waveform is cut off flat at its limit
 */
public record Loudness(
    Double integratedLufs, Double rangeLu, Double truePeakDbfs, boolean clipped) {}
