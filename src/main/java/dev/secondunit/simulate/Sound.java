package dev.secondunit.simulate;

/**
 * How sound is encoded.
 *
 * @param encoding one of the shapes below
 * @param sampleRate in hertz
 * @param kilobits per second; 0 where the encoding has no choice
 */
record Sound(Encoding encoding, int sampleRate, int kilobits) {
  enum Encoding {
    MP3("libmp3lame", "mp3", "audio/mpeg"),
    OPUS("libopus", "ogg", "audio/ogg"),
    AAC("aac", "adts", "audio/aac"),
    FLAC("flac", "flac", "audio/flac"),
    WAV("pcm_s16le", "wav", "audio/wav"),
    /** Samples without any header. */
    PCM("pcm_s16le", "s16le", "audio/pcm"),
    ULAW("pcm_mulaw", "mulaw", "audio/basic"),
    ALAW("pcm_alaw", "alaw", "audio/x-alaw-basic");

    private final String codec;
    private final String container;
    private final String mediaType;

    Encoding(String codec, String container, String mediaType) {
      this.codec = codec;
      this.container = container;
      this.mediaType = mediaType;
    }

    String codec() {
      return codec;
    }

    String container() {
      return container;
    }

    String mediaType() {
      return mediaType;
    }
  }

  static final Sound WAV_24000 = new Sound(Encoding.WAV, 24_000, 0);
  static final Sound MP3_44100 = new Sound(Encoding.MP3, 44_100, 128);
}
