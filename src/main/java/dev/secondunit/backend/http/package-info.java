/**
 * How vendors and user URLs are reached over HTTP: one client, one place for credentials, bounds,
 * redaction, retries and the question whether a request could have been accepted.
 *
 * <p>{@link dev.secondunit.backend.http.VendorHttp} is the door for a vendor's adapter, {@link
 * dev.secondunit.backend.http.UserUrls} for addresses a caller hands in.
 */
package dev.secondunit.backend.http;
