/**
 * What can be said about a whole video without a model. {@link
 * dev.secondunit.analysis.LocalAnalysis} measures and fills a JSON Schema as far as measuring can.
 */
package dev.secondunit.analysis;
