package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.client.Authentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP clients of the process: one for configured addresses, one that checks whom it connects
 * to. Each is started on first use; they share their threads. Safe for many threads.
 */
final class HttpClients implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(HttpClients.class);
  private static final int THREADS = 16;
  private static final int CONNECTIONS_PER_ORIGIN = 64;
  private static final int HEADER_BYTES = 32 << 10;

  /** Four times the default: large files arrive a quarter faster. Larger ones are not pooled. */
  private static final int RESPONSE_BUFFER_BYTES = 64 << 10;

  private final HttpLimits limits;
  private final AddressPolicy policy;
  private final AddressPolicy.HostLookup lookup;
  private final Proxies proxies;
  private HttpClient direct;
  private HttpClient guarded;
  private QueuedThreadPool threads;
  private boolean closed;

  HttpClients(
      HttpLimits limits, AddressPolicy policy, AddressPolicy.HostLookup lookup, Proxies proxies) {
    this.limits = limits;
    this.policy = policy;
    this.lookup = lookup;
    this.proxies = proxies;
  }

  /**
   * @param forGuarded whether its connections are checked
   * @throws TransportException when this program is ending
   */
  synchronized HttpClient client(boolean forGuarded) throws IOException {
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
    client.setResponseBufferSize(RESPONSE_BUFFER_BYTES);
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
