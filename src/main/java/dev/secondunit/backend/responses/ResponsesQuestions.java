package dev.secondunit.backend.responses;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.question.InsideLimits;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.media.MediaInput;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Questions to a vendor that keeps nothing for them: media travel inside the question, the answer
 * comes at once, and one that was lost cannot be asked for again. Safe for many threads.
 */
public final class ResponsesQuestions implements MediaModel {
  private final Vendor vendor;

  /**
   * What one vendor differs in.
   *
   * @param backend whose name and readiness the questions share
   * @param http opened for each question
   * @param inside how much may travel inside one
   * @param wire how one is sent
   */
  public record Vendor(Backend backend, Supplier<VendorHttp> http, InsideLimits inside, Wire wire) {
    public Vendor {
      Objects.requireNonNull(backend, "backend");
      Objects.requireNonNull(http, "http");
      Objects.requireNonNull(inside, "inside");
      Objects.requireNonNull(wire, "wire");
    }
  }

  /** Sends one question and reads its answer, as {@link MediaModel#ask} does. */
  @FunctionalInterface
  public interface Wire {
    Reply ask(VendorHttp http, Question question, Consumer<String> pieces)
        throws BackendException, InterruptedException;
  }

  public ResponsesQuestions(Vendor vendor) {
    this.vendor = Objects.requireNonNull(vendor, "vendor");
  }

  @Override
  public String name() {
    return vendor.backend().name();
  }

  @Override
  public Readiness readiness() {
    return vendor.backend().readiness();
  }

  @Override
  public boolean uploads(MediaInput medium) {
    return false;
  }

  @Override
  public Upload upload(MediaInput medium) throws BackendException {
    throw Failures.unsupported(name(), "keep media for a question");
  }

  @Override
  public Availability availability(Upload upload) {
    return Availability.GONE;
  }

  @Override
  public boolean resendable(Question question) {
    return false;
  }

  @Override
  public Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    vendor.inside().check(name(), question);
    return vendor.wire().ask(vendor.http().get(), question, pieces);
  }

  @Override
  public Reply look(Map<String, String> reference) {
    return new Reply.Failed(Failures.expired(name()));
  }

  @Override
  public boolean cancel(Map<String, String> reference) {
    return false;
  }
}
