package dev.secondunit.backend.google;

import dev.secondunit.backend.http.VendorHttp;
import java.nio.file.Path;

/**
 * One of the two places Google's models live at.
 *
 * @param modelsPath what stands before a model's name in a path
 * @param temporary where what an answer brings along may lie for a moment
 */
record Home(
    String name, VendorHttp http, String modelsPath, String interactionsPath, Path temporary) {
  static final String GEMINI = "gemini_api";
  static final String VERTEX = "vertex";

  boolean isVertex() {
    return name.equals(VERTEX);
  }

  /** The path of a model's method, such as {@code generateContent}. */
  String method(String model, String method) {
    return modelsPath + "/" + model + ":" + method;
  }
}
