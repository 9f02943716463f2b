package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
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
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.Authentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the HTTP clients of the process. Nothing is started before the first request; follows no
 * redirect, keeps no cookie, answers no authentication challenge and sends nothing twice. Safe for
 * many threads; a thread that is interrupted while it waits ends its exchange.
 */
public final class HttpTransport implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(HttpTransport.class);
  private static final int THREADS = 16;
  private static final int CONNECTIONS_PER_ORIGIN = 64;
  private static final int HEADER_BYTES = 32 << 10;
  private static final String OWN_CONNECTION = "own connection";

  private final HttpLimits limits;
  private final AddressPolicy policy;
  private final AddressPolicy.HostLookup lookup;
  private final Proxies proxies;
  private HttpClient direct;
  private HttpClient guarded;
  private QueuedThreadPool threads;
  private boolean closed;

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
      throw failed(wire, e, true);
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
      throw failed(wire, e, notSent(sending, e));
    } catch (ExecutionException e) {
      throw failed(wire, e.getCause(), notSent(sending, e.getCause()));
    }
  }

  private Request prepare(WireRequest wire, AtomicReference<Sending> sending) throws IOException {
    URI uri = wire.uri();
    if (wire.guarded() && proxies.any()) {
      new CheckedResolver(policy, lookup, Runnable::run).check(uri.getHost());
    }
    Request request = client(wire.guarded()).newRequest(uri).method(wire.method());
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
    return sending.compareAndSet(Sending.WAITING, Sending.ABANDONED) || failedHandshake(cause);
  }

  private static boolean failedHandshake(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof javax.net.ssl.SSLHandshakeException
          || each instanceof java.security.cert.CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static TransportException failed(WireRequest wire, Throwable cause, boolean notSent) {
    String where = wire.uri().getScheme() + "://" + wire.uri().getAuthority();
    if (find(cause, DeniedAddressException.class) instanceof DeniedAddressException denied) {
      return new TransportException(Kind.DENIED, false, denied.getMessage(), cause);
    }
    if (cause instanceof TimeoutException || find(cause, TimeoutException.class) != null) {
      String what = notSent ? "no connection to " + where + " in time" : "no answer in time";
      return new TransportException(
          notSent ? Kind.CANNOT_CONNECT : Kind.TIMEOUT, !notSent, what, cause);
    }
    if (notSent) {
      return new TransportException(
          Kind.CANNOT_CONNECT, false, "cannot connect to " + where + ": " + reason(cause), cause);
    }
    return new TransportException(
        Kind.BROKEN, true, "the connection to " + where + " broke: " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    if (find(cause, UnknownHostException.class) != null) {
      return "unknown host";
    }
    if (find(cause, ConnectException.class) != null
        || find(cause, NoRouteToHostException.class) != null) {
      return "refused or unreachable";
    }
    if (find(cause, SSLException.class) != null) {
      return "no agreement on encryption";
    }
    if (find(cause, EOFException.class) != null) {
      return "it was closed before the answer";
    }
    return cause.getClass().getSimpleName();
  }

  private static Throwable find(Throwable cause, Class<? extends Throwable> type) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return each;
      }
    }
    return null;
  }

  /** What a failure while reading a body means. */
  static TransportException reading(IOException cause) throws InterruptedException {
    if (cause instanceof TransportException already) {
      return already;
    }
    if (cause instanceof InterruptedIOException && Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (find(cause, InterruptedException.class) != null) {
      throw new InterruptedException();
    }
    if (find(cause, TimeoutException.class) != null) {
      return new TransportException(Kind.TIMEOUT, true, "the answer did not end in time", cause);
    }
    return new TransportException(
        Kind.BROKEN, true, "the answer broke off: " + reason(cause), cause);
  }

  private static Headers headers(Response response) {
    Map<String, List<String>> values = new HashMap<>();
    for (HttpField field : response.getHeaders()) {
      values.computeIfAbsent(field.getName(), name -> new ArrayList<>()).add(field.getValue());
    }
    return new Headers(values);
  }

  private synchronized HttpClient client(boolean forGuarded) throws IOException {
    if (closed) {
      throw new TransportException(
          Kind.ENDING, false, "this program is ending and sends nothing more", null);
    }
    if (forGuarded) {
      if (guarded == null) {
        guarded = started(true);
      }
      return guarded;
    }
    if (direct == null) {
      direct = started(false);
    }
    return direct;
  }

  private HttpClient started(boolean checked) throws IOException {
    if (threads == null) {
      threads = startedThreads();
    }
    HttpClient client = new HttpClient();
    client.setExecutor(threads);
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new org.eclipse.jetty.http.HttpCookieStore.Empty());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "second-unit"));
    client.setConnectTimeout(limits.connect().toMillis());
    client.setMaxConnectionsPerDestination(CONNECTIONS_PER_ORIGIN);
    client.setMaxResponseHeadersSize(HEADER_BYTES);
    client.setDestinationIdleTimeout(60_000);
    if (checked) {
      client.setSocketAddressResolver(resolver());
    }
    useProxies(client);
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("the HTTP client does not start", e);
    }
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().remove("redirect");
    client.getProtocolHandlers().remove("www-authenticate");
    client.getProtocolHandlers().remove("proxy-authenticate");
    return client;
  }

  /** Checks whom we connect to, except a proxy, which a person has configured. */
  private SocketAddressResolver resolver() {
    CheckedResolver checked = new CheckedResolver(policy, lookup, threads);
    SocketAddressResolver plain = new SocketAddressResolver.Sync();
    return (host, port, context, promise) -> {
      boolean proxy = isAt(proxies.forHttp(), host, port) || isAt(proxies.forHttps(), host, port);
      (proxy ? plain : checked).resolve(host, port, context, promise);
    };
  }

  private static boolean isAt(URI proxy, String host, int port) {
    return proxy != null && proxy.getHost().equals(host) && Proxies.port(proxy) == port;
  }

  private void useProxies(HttpClient client) {
    for (URI proxy : new URI[] {proxies.forHttp(), proxies.forHttps()}) {
      if (proxy == null) {
        continue;
      }
      boolean forHttps = proxy == proxies.forHttps();
      client
          .getProxyConfiguration()
          .addProxy(
              new HttpProxy(proxy.getHost(), Proxies.port(proxy)) {
                @Override
                public boolean matches(Origin origin) {
                  return origin.getScheme().equals(forHttps ? "https" : "http")
                      && proxies
                          .of(
                              origin.getScheme(),
                              origin.getAddress().getHost(),
                              origin.getAddress().getPort())
                          .isPresent();
                }
              });
      Proxies.authorization(proxy)
          .ifPresent(
              words ->
                  client
                      .getAuthenticationStore()
                      .addAuthenticationResult(
                          new ProxyAuthorization(
                              URI.create("http://" + proxy.getHost() + ":" + Proxies.port(proxy)),
                              words)));
    }
  }

  /** Sent to the proxy alone, before it asks. */
  private record ProxyAuthorization(URI proxy, String words) implements Authentication.Result {
    @Override
    public URI getURI() {
      return proxy;
    }

    @Override
    public void apply(Request request) {
      request.headers(headers -> headers.put(HttpHeader.PROXY_AUTHORIZATION, words));
    }

    @Override
    public String toString() {
      return "authorization for " + proxy;
    }
  }

  /** Started here, so that neither client takes the threads for its own and stops them. */
  private static QueuedThreadPool startedThreads() throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setStopTimeout(500);
    try {
      threads.start();
    } catch (Exception e) {
      throw new IOException("the HTTP threads do not start", e);
    }
    return threads;
  }

  /** Ends every exchange under way. */
  @Override
  public synchronized void close() {
    closed = true;
    stop(direct);
    stop(guarded);
    if (threads != null) {
      try {
        threads.stop();
      } catch (Exception e) {
        LOGGER.debug("the HTTP threads did not stop cleanly", e);
      }
    }
  }

  private static void stop(HttpClient client) {
    if (client == null) {
      return;
    }
    try {
      client.stop();
    } catch (Exception e) {
      LOGGER.debug("an HTTP client did not stop cleanly", e);
    }
  }
}
