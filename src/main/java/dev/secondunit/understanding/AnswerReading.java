package dev.secondunit.understanding;

import dev.secondunit.analysis.SchemaCheck;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the words of a model: as they are, or as the data that was asked for. An answer that does
 * not fit its schema was billed like any other; it is a failure that says so and keeps the words.
 *
 * @param data null for free text, and where the words are not the data that was asked for
 * @param misfit why the words are not the data that was asked for, or null
 */
record AnswerReading(JsonNode data, Failure misfit) {
  private static final Pattern FENCED =
      Pattern.compile("^\\s*```(?:json)?\\s*\\n(.*?)\\n?\\s*```\\s*$", Pattern.DOTALL);
  private static final JsonMapper WHOLE =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static AnswerReading of(ModelAnswer answer, Manner manner) {
    ObjectNode schema = manner.schema();
    if (schema == null && !manner.structured()) {
      return new AnswerReading(null, null);
    }
    Optional<JsonNode> data = parsed(answer.text());
    if (data.isEmpty()) {
      return misfit(
          answer,
          answer.truncated()
              ? "The answer was cut off and is not whole JSON."
              : "The answer is not JSON.");
    }
    Optional<String> wrong = schema == null ? Optional.empty() : wrong(schema, data.get());
    if (wrong.isPresent()) {
      return misfit(
          answer,
          answer.truncated()
              ? "The answer was cut off and does not fit response_format: " + wrong.get() + "."
              : "The answer does not fit response_format: " + wrong.get() + ".");
    }
    return new AnswerReading(data.get(), null);
  }

  /** Whatever the check may come upon, the answer is paid for and has to be told. */
  private static Optional<String> wrong(ObjectNode schema, JsonNode data) {
    try {
      return SchemaCheck.misfit(schema, data);
    } catch (FailureException e) {
      return Optional.of("it cannot be checked, " + e.failure().message());
    } catch (StackOverflowError e) {
      return Optional.of("it cannot be checked, the schema leads in a circle");
    }
  }

  private static AnswerReading misfit(ModelAnswer answer, String what) {
    Failure failure =
        Failure.of(ErrorCode.RESPONSE_SCHEMA_MISMATCH, what + " Its words are in text.")
            .withField("response_format", null)
            .withCharged(Charged.YES, Retry.USE_JOB)
            .withHint(
                (answer.truncated()
                        ? "Ask with a larger max_tokens, a shorter part or a smaller schema."
                        : "Simplify the schema or say in the prompt what each field means.")
                    + " It was billed; retry_jobs with accept_possible_double_charge buys another"
                    + " answer to the same question.");
    return new AnswerReading(null, failure);
  }

  private static Optional<JsonNode> parsed(String text) {
    Matcher fenced = FENCED.matcher(text);
    try {
      JsonNode node = WHOLE.readTree(fenced.matches() ? fenced.group(1) : text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
