package dev.secondunit.backend.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One HTTP request, ready to go out.
 *
 * @param total until the answer must have been read whole
 * @param stall longest silence between two bytes
 * @param ownConnection whether it travels on a connection of its own that no other request used
 *     before: a kept-alive connection may be closed by the server just when a create is written to
 *     it, and then nobody knows what became of the create
 * @param guarded whether only addresses that the policy permits may be reached
 */
record WireRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    Body body,
    Duration total,
    Duration stall,
    boolean ownConnection,
    boolean guarded) {}
