package dev.secondunit.mcp.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.secondunit.mcp.http.Admission.Admitted;
import dev.secondunit.mcp.http.Admission.Refused;
import dev.secondunit.media.Sha256;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks access tokens: JSON Web Tokens that the one issuer signed with one of its published keys,
 * for this server, and that are valid now. Only signatures with public keys are taken, whatever a
 * token says of itself. Safe for many threads; a check may fetch the issuer's keys.
 */
final class AccessTokens {
  private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

  /** No shared secrets: whoever can check those can also make them. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int SKEW_SECONDS = 60;
  private static final int FETCH_MILLISECONDS = 5_000;
  private static final int LARGEST_KEY_SET = 1 << 20;

  /** Keys stay known for so long, and for so much longer when the issuer cannot be reached. */
  private static final Duration KEYS_FRESH = Duration.ofMinutes(10);

  private static final Duration KEYS_IN_NEED = Duration.ofHours(4);

  /** Tokens with made-up key ids cannot make us ask the issuer more often than this. */
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

  private final OAuthOptions options;
  private final ProtectedResource resource;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private volatile boolean keysSeen;

  AccessTokens(OAuthOptions options, ProtectedResource resource, Clock clock) {
    this.options = options;
    this.resource = resource;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys()));
    Claims claims = new Claims(options, clock);
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** The library's rules by our clock. */
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final Clock clock;

    Claims(OAuthOptions options, Clock clock) {
      super(
          options.resource().toString(),
          new JWTClaimsSet.Builder().issuer(options.issuer().toString()).build(),
          Set.of("sub", "exp"));
      this.clock = clock;
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }

  private JWKSource<SecurityContext> keys() {
    URL url;
    try {
      url = options.keys().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
    return JWKSourceBuilder.create(url, this::fetch)
        .cache(KEYS_FRESH.toMillis(), 3L * FETCH_MILLISECONDS)
        .refreshAheadCache(false)
        .rateLimited(BETWEEN_FETCHES.toMillis())
        .retrying(true)
        .outageTolerant(KEYS_IN_NEED.toMillis())
        .build();
  }

  private Resource fetch(URL url) throws IOException {
    Resource fetched;
    if (url.getProtocol().equals("file")) {
      Path file = Path.of(options.keys());
      if (Files.size(file) > LARGEST_KEY_SET) {
        throw new IOException("the key set has more than " + LARGEST_KEY_SET + " bytes");
      }
      fetched = new Resource(Files.readString(file), "application/json");
    } else {
      fetched =
          new DefaultResourceRetriever(FETCH_MILLISECONDS, FETCH_MILLISECONDS, LARGEST_KEY_SET)
              .retrieveResource(url);
    }
    keysSeen = true;
    return fetched;
  }

  /** Lets the bearer of a good token in, and says to that of a bad one what a client can act on. */
  Admission check(String token) {
    JWTClaimsSet claims;
    try {
      claims = processor.process(token, null);
    } catch (ExpiredJWTException e) {
      return refused("The token has expired.", e);
    } catch (ParseException | BadJOSEException e) {
      return refused("The token is not one that the issuer signed for this server.", e);
    } catch (KeySourceException e) {
      return withoutKeys(e);
    } catch (JOSEException e) {
      return refused("The token's signature cannot be checked.", e);
    }
    if (claims.getSubject().isBlank()) {
      return refused("The token names no subject.", null);
    }
    if (!scopes(claims).containsAll(options.scopes())) {
      return new Refused(
          403,
          "Forbidden: the token lacks one of the scopes " + options.scopes() + ".",
          resource.challenge("insufficient_scope", "The token does not allow what was asked."));
    }
    return new Admitted(owner(claims));
  }

  private Refused refused(String words, Exception cause) {
    LOG.info("{} {}", words, cause == null ? "" : cause.getMessage());
    return new Refused(401, "Unauthorized: " + words, resource.challenge("invalid_token", words));
  }

  /** A key nobody has heard of is the token's fault; no key at all is not. */
  private Refused withoutKeys(KeySourceException cause) {
    if (keysSeen && cause instanceof RateLimitReachedException) {
      return refused("The token is not one that the issuer signed for this server.", cause);
    }
    LOG.warn("the keys of {} cannot be fetched: {}", options.issuer(), cause.getMessage());
    return new Refused(
        503, "Unavailable: the keys of the token's issuer cannot be fetched just now.", null);
  }

  /** As a text with blanks between, or, from some issuers, as a list under another name. */
  private static Set<String> scopes(JWTClaimsSet claims) {
    Set<String> scopes = new HashSet<>();
    for (String name : List.of("scope", "scp")) {
      Object claim = claims.getClaim(name);
      if (claim instanceof String text) {
        scopes.addAll(List.of(text.split(" ")));
      } else if (claim instanceof List<?> list) {
        list.forEach(each -> scopes.add(String.valueOf(each)));
      }
    }
    return scopes;
  }

  /** A subject is unique with its issuer; neither need stand in rows and folder names. */
  private static String owner(JWTClaimsSet claims) {
    String whole = Sha256.of(claims.getIssuer() + "\n" + claims.getSubject());
    return "principal:" + whole.substring(0, 32);
  }
}
