package dev.secondunit.config;

import java.util.Optional;

/**
 * Every setting, read from the environment variable of the same name. The table in the README is
 * generated from this list.
 */
public enum Setting {
  SECOND_UNIT_HOME("the platform's user data folder", "Data folder: job database, media, caches."),
  SECOND_UNIT_OUTPUT_DIR(
      "`media` in the data folder", "Where finished files go unless a call names `output_dir`."),
  SECOND_UNIT_READ_ROOTS(
      "the current folder, the output folder and the data folder",
      "Folders whose files may be used as inputs, separated like PATH."),
  SECOND_UNIT_WRITE_ROOTS(
      "the current folder and the output folder",
      "Folders that `output_dir` may name, separated like PATH."),
  SECOND_UNIT_FFMPEG(
      "the embedded build",
      "Folder or program to use instead of the embedded FFmpeg; `ffprobe` must lie beside"
          + " `ffmpeg`."),
  SECOND_UNIT_CATALOGUE(
      "`catalogue` in the data folder",
      "Folder with catalogue files that override or extend the built-in ones."),
  SECOND_UNIT_DB_URL(
      "SQLite in the data folder",
      "JDBC URL of a PostgreSQL database, to share the work between machines."),
  SECOND_UNIT_ARTIFACT_URL(
      "local files",
      "Bucket of S3 or a service like it, shared by all nodes: `s3://bucket/prefix`, with `region`,"
          + " `endpoint` and `link_seconds` as a query."),
  SECOND_UNIT_DEDUPLICATION_SECONDS(
      "600",
      "How long an equal request to a paid backend is answered with the job that exists already."),
  SECOND_UNIT_ANSWER_SECONDS(
      "2592000",
      "How long an equal question to a model about the same media is answered with the answer that"
          + " was bought already; 0 asks anew each time."),
  SECOND_UNIT_MAX_USD_PER_CALL(
      "no cap", "Most that one call may cost, all its shots and takes together, in USD."),
  SECOND_UNIT_MAX_USD_PER_SESSION("no cap", "Most that one session may spend, in USD."),
  SECOND_UNIT_MAX_USD_PER_DAY("no cap", "Most that may be spent in one UTC day, in USD."),
  SECOND_UNIT_MAX_USD_TOTAL("no cap", "Most that may ever be spent from this store, in USD."),
  SECOND_UNIT_APPROVE_ABOVE_USD(
      "never ask",
      "A call whose estimate is higher asks a person through the client (elicitation); through a"
          + " client that cannot ask it is refused unless it names max_cost_usd."),
  SECOND_UNIT_FALLBACK(
      "never",
      "Where a shot that left its backend open may be made instead when it failed unbilled:"
          + " backends in order, each with `/model` where one is wanted, separated by commas, such as"
          + " `google,grok/grok-imagine-video`."),
  SECOND_UNIT_MAX_FILE_BYTES(
      "4294967296", "Largest file that is read as an input or fetched as a result, in bytes."),
  SECOND_UNIT_HTTP_TOKEN(
      "unset",
      "Bearer token that HTTP clients must send; needed to serve other machines, 16 characters or"
          + " more."),
  SECOND_UNIT_HTTP_REQUESTS_PER_MINUTE(
      "600 where a token is needed, else no limit",
      "How many requests one HTTP client may send in the long run; a sixth of it at once; 0 for no"
          + " limit."),
  SECOND_UNIT_OAUTH_ISSUER(
      "unset",
      "Issuer of OAuth access tokens, as in their `iss`; each subject then has its own jobs."),
  SECOND_UNIT_OAUTH_AUDIENCE(
      "unset",
      "URL by which OAuth clients reach `/mcp`; access tokens must name it in their `aud`."),
  SECOND_UNIT_OAUTH_JWKS(
      "unset", "The issuer's public keys, a JSON Web Key Set: an https URL or a file."),
  SECOND_UNIT_OAUTH_SCOPES(
      "none", "Scopes that an access token must allow, separated by spaces; all are needed."),
  SECOND_UNIT_SCHEMA_PROFILE(
      "portable", "`portable` or `full`: which input schemas `tools/list` publishes."),
  SECOND_UNIT_LOG_LEVEL("warn", "`error`, `warn`, `info`, `debug`; always to standard error."),
  XAI_API_KEY("unset", "Enables the `grok` backend."),
  XAI_BASE_URL("https://api.x.ai/v1", "Where `grok` is reached."),
  GOOGLE_API_KEY("unset", "Enables the `google` backend on the Gemini API."),
  GEMINI_API_KEY("unset", "Used when GOOGLE_API_KEY is unset."),
  GOOGLE_GEMINI_BASE_URL(
      "https://generativelanguage.googleapis.com", "Where the Gemini API is reached."),
  GOOGLE_CLOUD_PROJECT("unset", "Enables Vertex models with application default credentials."),
  GOOGLE_CLOUD_LOCATION("us-central1", "Region of the Vertex models."),
  GOOGLE_APPLICATION_CREDENTIALS(
      "the well-known file of the cloud tools", "Credentials file for Vertex."),
  GOOGLE_VERTEX_BASE_URL("derived from the region", "Where Vertex is reached."),
  OPENAI_API_KEY("unset", "Enables the `openai` backend."),
  OPENAI_BASE_URL(
      "https://api.openai.com/v1",
      "Where `openai` or a compatible server is reached; without a key only calls that name"
          + " `openai` use it."),
  ELEVENLABS_API_KEY("unset", "Enables the `elevenlabs` backend."),
  ELEVENLABS_BASE_URL("https://api.elevenlabs.io", "Where `elevenlabs` is reached."),
  TWELVELABS_API_KEY("unset", "Enables `twelvelabs` for analyze_video."),
  TWELVELABS_BASE_URL("https://api.twelvelabs.io/v1.3", "Where `twelvelabs` is reached."),
  TWELVELABS_INDEX_ID(
      "unset",
      "Index in which `analyze_video` looks up a video named by its id, to ask `pegasus1.5` about"
          + " it. Nothing is put into it: TwelveLabs indexes no new videos for questions."),
  HTTPS_PROXY("none", "Proxy for `https` addresses, such as `http://proxy.example:3128`."),
  HTTP_PROXY("none", "Proxy for `http` addresses; loopback ones are always reached directly."),
  NO_PROXY("none", "Hosts that are reached directly, separated by commas; `*` for all.");

  private final String defaultInWords;
  private final String purpose;

  Setting(String defaultInWords, String purpose) {
    this.defaultInWords = defaultInWords;
    this.purpose = purpose;
  }

  /** The default as shown to people. */
  public String defaultInWords() {
    return defaultInWords;
  }

  /** One sentence on what it does. */
  public String purpose() {
    return purpose;
  }

  /** Whether the value is a credential that must never be shown. */
  public boolean secret() {
    return name().endsWith("_API_KEY")
        || this == SECOND_UNIT_HTTP_TOKEN
        || this == HTTPS_PROXY
        || this == HTTP_PROXY
        || this == SECOND_UNIT_DB_URL;
  }

  /** The default where it is a plain value, empty where it is derived or unset. */
  Optional<String> defaultValue() {
    return switch (this) {
      case SECOND_UNIT_DEDUPLICATION_SECONDS,
          SECOND_UNIT_ANSWER_SECONDS,
          SECOND_UNIT_MAX_FILE_BYTES,
          SECOND_UNIT_SCHEMA_PROFILE,
          SECOND_UNIT_LOG_LEVEL,
          XAI_BASE_URL,
          GOOGLE_GEMINI_BASE_URL,
          GOOGLE_CLOUD_LOCATION,
          OPENAI_BASE_URL,
          ELEVENLABS_BASE_URL,
          TWELVELABS_BASE_URL ->
          Optional.of(defaultInWords);
      default -> Optional.empty();
    };
  }
}
