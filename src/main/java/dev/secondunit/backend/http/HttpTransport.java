package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, each once. Nothing is started before the first request; follows no redirect,
 * keeps no cookie, answers no authentication challenge and sends nothing twice. Safe for many
 * threads; a thread that is interrupted while it waits ends its exchange.
 */
public final class HttpTransport implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(HttpTransport.class);
  private static final String OWN_CONNECTION = "own connection";

  private final HttpLimits limits;
  private final AddressPolicy policy;
  private final AddressPolicy.HostLookup lookup;
  private final Proxies proxies;
  private final HttpClients clients;

  public HttpTransport(HttpLimits limits, AddressPolicy policy) {
    this(limits, policy, AddressPolicy.HostLookup.SYSTEM);
  }

  /**
   * @param policy what may be reached for URLs that a caller or a vendor's answer names; configured
   *     base URLs are not subject to it
   */
  public HttpTransport(HttpLimits limits, AddressPolicy policy, AddressPolicy.HostLookup lookup) {
    this(limits, policy, lookup, Proxies.NONE);
  }

  /**
   * @param proxies what requests go through. A proxy resolves names itself, so the addresses of a
   *     name that the policy applies to are looked up and checked here before it is asked
   */
  public HttpTransport(
      HttpLimits limits, AddressPolicy policy, AddressPolicy.HostLookup lookup, Proxies proxies) {
    this.proxies = Objects.requireNonNull(proxies, "proxies");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.lookup = Objects.requireNonNull(lookup, "lookup");
    this.clients = new HttpClients(limits, policy, lookup, proxies);
  }

  HttpLimits limits() {
    return limits;
  }

  private enum Sending {
    /** No byte has left. */
    WAITING,
    /** Bytes are leaving or have left. */
    BEGUN,
    /** Given up before a byte left; it must not begin any more. */
    ABANDONED
  }

  /** Sends the request once and returns when the headers of the answer are there. */
  OpenAnswer open(WireRequest wire) throws TransportException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    AtomicReference<Sending> sending = new AtomicReference<>(Sending.WAITING);
    InputStreamResponseListener listener = new InputStreamResponseListener();
    Request request;
    try {
      request = prepare(wire, sending);
      request.send(listener);
    } catch (DeniedAddressException | UnknownHostException e) {
      throw TransportFailures.failed(wire, e, true);
    } catch (TransportException e) {
      throw e;
    } catch (IOException e) {
      throw new TransportException(
          Kind.UNREADABLE, false, "the request cannot be built: " + e.getMessage(), e);
    }
    try {
      long patience = wire.total().toMillis() + 1_000;
      Response response = listener.get(patience, TimeUnit.MILLISECONDS);
      LOGGER.debug("{} {} {}", wire.method(), Redaction.url(wire.uri()), response.getStatus());
      return new OpenAnswer(
          response.getStatus(),
          headers(response),
          listener.getInputStream(),
          () -> request.abort(new IOException("no longer wanted")));
    } catch (InterruptedException e) {
      request.abort(e);
      throw e;
    } catch (TimeoutException e) {
      request.abort(e);
      throw TransportFailures.failed(wire, e, notSent(sending, e));
    } catch (ExecutionException e) {
      throw TransportFailures.failed(wire, e.getCause(), notSent(sending, e.getCause()));
    }
  }

  private Request prepare(WireRequest wire, AtomicReference<Sending> sending) throws IOException {
    URI uri = wire.uri();
    if (wire.guarded() && proxies.any()) {
      new CheckedResolver(policy, lookup, Runnable::run).check(uri.getHost());
    }
    Request request = clients.client(wire.guarded()).newRequest(uri).method(wire.method());
    request.followRedirects(false);
    request.timeout(wire.total().toMillis(), TimeUnit.MILLISECONDS);
    request.idleTimeout(wire.stall().toMillis(), TimeUnit.MILLISECONDS);
    request.headers(
        headers -> {
          wire.headers().forEach(headers::put);
          // Media is compressed already, and a decoded length cannot be checked.
          headers.put(HttpHeader.ACCEPT_ENCODING, "identity");
        });
    if (wire.ownConnection()) {
      request.tag(OWN_CONNECTION);
      request.headers(headers -> headers.put(HttpHeader.CONNECTION, "close"));
    }
    Request.Content content = wire.body().content();
    if (content != null) {
      request.body(content);
    }
    request.onRequestBegin(
        begun -> {
          if (!sending.compareAndSet(Sending.WAITING, Sending.BEGUN)) {
            begun.abort(new IOException("given up before it was sent"));
          }
        });
    return request;
  }

  /**
   * Whether it is certain that the server can not have acted on the request: it was still waiting
   * for its connection (and is now kept from starting), or the encryption could not be agreed on.
   */
  private static boolean notSent(AtomicReference<Sending> sending, Throwable cause) {
    return sending.compareAndSet(Sending.WAITING, Sending.ABANDONED)
        || TransportFailures.failedHandshake(cause);
  }

  private static Headers headers(Response response) {
    Map<String, List<String>> values = new HashMap<>();
    for (HttpField field : response.getHeaders()) {
      values.computeIfAbsent(field.getName(), name -> new ArrayList<>()).add(field.getValue());
    }
    return new Headers(values);
  }

  /** Ends every exchange under way. */
  @Override
  public void close() {
    clients.close();
  }
}
