/**
 * Questions to models about media, as durable jobs: planned and priced, uploads kept for the next
 * question, the answer on disk before anybody is told. {@link
 * dev.secondunit.understanding.Analyses} takes them in.
 */
package dev.secondunit.understanding;
