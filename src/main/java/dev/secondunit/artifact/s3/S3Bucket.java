package dev.secondunit.artifact.s3;

import dev.secondunit.artifact.Bucket;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A bucket of Amazon S3 or of another service that speaks the same protocol, through Amazon's own
 * client. Nothing of it is loaded before the first call. Credentials come from where that client
 * finds them: environment, profile, container or instance.
 *
 * <p>Puts carry {@code If-None-Match: *} and the SHA-256. A service that does not know the first
 * (they all learned it after August 2024) would overwrite; the store therefore also looks before it
 * puts.
 */
public final class S3Bucket implements Bucket {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final String FALLBACK_REGION = "us-east-1";
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofSeconds(60);

  private final BucketAddress address;
  private final Supplier<AwsCredentialsProvider> credentials;
  private S3Client client;
  private S3Presigner presigner;

  public S3Bucket(BucketAddress address) {
    this(address, () -> DefaultCredentialsProvider.builder().build());
  }

  S3Bucket(BucketAddress address, Supplier<AwsCredentialsProvider> credentials) {
    this.address = address;
    this.credentials = credentials;
  }

  private synchronized S3Client client() {
    if (client == null) {
      S3ClientBuilder builder =
          S3Client.builder()
              .region(region())
              .credentialsProvider(credentials.get())
              .forcePathStyle(address.endpoint() != null)
              // Other services do not know the newest checksums; where one matters it is named.
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .connectionTimeout(CONNECT)
                      .socketTimeout(STALL));
      if (address.endpoint() != null) {
        builder.endpointOverride(address.endpoint());
      }
      client = builder.build();
    }
    return client;
  }

  private synchronized S3Presigner presigner() {
    if (presigner == null) {
      S3Presigner.Builder builder =
          S3Presigner.builder()
              .region(region())
              .credentialsProvider(credentials.get())
              .serviceConfiguration(
                  S3Configuration.builder()
                      .pathStyleAccessEnabled(address.endpoint() != null)
                      .build());
      if (address.endpoint() != null) {
        builder.endpointOverride(address.endpoint());
      }
      presigner = builder.build();
    }
    return presigner;
  }

  private Region region() {
    if (address.region() != null) {
      return Region.of(address.region());
    }
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkException e) {
      return Region.of(FALLBACK_REGION);
    }
  }

  private String whole(String key) {
    return address.prefix() + key;
  }

  @Override
  public String location(String key) {
    return "s3://" + address.bucket() + "/" + whole(key);
  }

  @Override
  public Optional<String> key(String location) {
    String beginning = location("");
    return location.startsWith(beginning) && location.length() > beginning.length()
        ? Optional.of(location.substring(beginning.length()))
        : Optional.empty();
  }

  /** A question to the service. */
  @FunctionalInterface
  private interface Asking<T> {
    T ask(S3Client client) throws IOException;
  }

  /** Empty when there is no such object. */
  private <T> Optional<T> ask(Asking<T> asking) throws IOException {
    try {
      return Optional.of(asking.ask(client()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code(e))) {
        return Optional.empty();
      }
      throw problem(e);
    } catch (SdkException e) {
      throw problem(e);
    }
  }

  private IOException problem(SdkException e) {
    String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new IOException("bucket " + address.bucket() + ": " + words, e);
  }

  private static String code(S3Exception e) {
    return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
  }

  @Override
  public boolean putNew(
      String key, Path file, String sha256, String mediaType, Map<String, String> metadata)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    try {
      client()
          .putObject(
              put ->
                  put.bucket(address.bucket())
                      .key(whole(key))
                      .contentType(mediaType)
                      .checksumSHA256(digest)
                      .metadata(metadata)
                      .ifNoneMatch("*"),
              RequestBody.fromFile(file));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return false;
      }
      throw problem(e);
    } catch (SdkException e) {
      throw problem(e);
    }
  }

  @Override
  public Optional<Map<String, String>> metadata(String key) throws IOException {
    return ask(
        client ->
            client.headObject(head -> head.bucket(address.bucket()).key(whole(key))).metadata());
  }

  @Override
  public List<String> list(String prefix, int most) throws IOException {
    return ask(client ->
            client
                .listObjectsV2(
                    list -> list.bucket(address.bucket()).prefix(whole(prefix)).maxKeys(most))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(each -> each.substring(address.prefix().length()))
                .toList())
        .orElse(List.of());
  }

  @Override
  public Optional<byte[]> read(String key, int most) throws IOException {
    return ask(client -> {
          try (ResponseInputStream<GetObjectResponse> content =
              client.getObject(get -> get.bucket(address.bucket()).key(whole(key)))) {
            byte[] bytes = content.readNBytes(most + 1);
            if (bytes.length > most) {
              content.abort();
            }
            return bytes;
          }
        })
        .filter(bytes -> bytes.length <= most);
  }

  @Override
  public boolean fetch(String key, Path target) throws IOException {
    return ask(client -> {
          try (ResponseInputStream<GetObjectResponse> content =
                  client.getObject(get -> get.bucket(address.bucket()).key(whole(key)));
              java.io.OutputStream file = Files.newOutputStream(target)) {
            return content.transferTo(file);
          }
        })
        .isPresent();
  }

  @Override
  public void delete(String key) throws IOException {
    ask(client -> client.deleteObject(each -> each.bucket(address.bucket()).key(whole(key))));
  }

  @Override
  public URI link(String key, Duration validity) throws IOException {
    try {
      return presigner()
          .presignGetObject(
              signed ->
                  signed
                      .signatureDuration(validity)
                      .getObjectRequest(get -> get.bucket(address.bucket()).key(whole(key))))
          .url()
          .toURI();
    } catch (SdkException e) {
      throw problem(e);
    } catch (URISyntaxException e) {
      throw new IOException("the client signed what is no address", e);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
    if (presigner != null) {
      presigner.close();
    }
  }
}
