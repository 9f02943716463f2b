/**
 * Where finished media lives and where inputs come from. {@link
 * dev.secondunit.artifact.ArtifactStore} keeps files so that a reader sees a whole one or none;
 * {@link dev.secondunit.artifact.PathGuard} says which paths may be touched at all; {@link
 * dev.secondunit.artifact.InputResolver} turns what a caller wrote into a measured file.
 */
package dev.secondunit.artifact;
