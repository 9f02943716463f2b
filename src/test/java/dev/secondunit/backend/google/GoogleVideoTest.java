package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Omni and Veo have in common: the errors. */
class GoogleVideoTest extends GoogleVideoBench {
  @Test
  void poll_notFound_provesNothing() {
    server.answerJson(404, "{\"error\":{\"code\":\"not_found\",\"message\":\"m\"}}");

    for (VendorReference job : List.of(OMNI_JOB, VEO_JOB)) {
      assertTrue(assertThrows(BackendException.class, () -> google.poll(job)).notFound());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 | {'error':{'code':'invalid_request','message':'m'}} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "400 | {'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]}} | REJECTED | VENDOR_AUTHENTICATION | NO | NEVER",
        "402 | {'error':{'code':'payment_required','message':'m'}} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "404 | {'error':{'code':404,'message':'models/veo-3.1 is no longer available'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "404 | {'error':{'code':'model_not_found','message':'m'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "429 | {'error':{'code':'rate_limit_exceeded','message':'m'}} | NOT_ACCEPTED | RATE_LIMITED | NO | AFTER",
        "429 | {'error':{'code':'quota_exceeded','message':'m'}} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "429 | {'error':{'code':429,'message':'m','details':[{'violations':[{'quotaId':'GenerateRequestsPerDay'}]}]}} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "503 | {'error':{'code':503,'message':'The model is overloaded'}} | NOT_ACCEPTED | VENDOR_UNAVAILABLE | NO | AFTER",
        "503 | {'error':{'code':503,'message':'m'}} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB",
        "500 | {'error':{'code':500,'message':'m'}} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void create_error_isUnderstood(BadAnswer answer) throws Exception {
    Shot shot = shots.video(OMNI, Operation.GENERATE);

    answer.toCreate(server, () -> failed(shot));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 | {'error':{'code':'not_found','message':'Interaction v1_a is not found'}} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER | Interaction v1_a is not found",
        "404 | {'error':{'code':404,'message':'m','status':'NOT_FOUND'}} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER",
        "400 | {'error':{'code':'invalid_request','message':'previous interaction has expired'}} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER",
        "403 | {'error':{'code':403,'message':'You do not have permission to access the File f1 or it may not exist.'}} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER",
        "403 | {'error':{'code':403,'message':'no access'}} | REJECTED | VENDOR_AUTHENTICATION | NO | NEVER",
        "404 | {'error':{'code':404,'message':'models/x is not found for the interactions API'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "400 | {'error':{'code':'invalid_request','message':'m'}} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "503 | {'error':{'code':503,'message':'m'}} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void createFromTheVendorsCopy_error_isUnderstood(BadAnswer answer) throws Exception {
    Shot omni = continued(null, Map.of("interaction_id", "v1_a")).video(OMNI, Operation.EXTEND);

    answer.toCreate(server, () -> failed(omni));
  }

  @Test
  void createFromTheVendorsVeoFile_fileGone_isExpiredAndWithoutACopyItIsNot() throws Exception {
    String gone = "{\"error\":{\"code\":403,\"message\":\"the File f or it may not exist\"}}";
    server.answerJson(403, gone).answerJson(404, "{}");

    Shot extension =
        continued(null, Map.of("video_uri", "https://g/f1"))
            .video("veo-3.1-generate-preview", Operation.EXTEND);
    assertEquals(ErrorCode.CONTINUATION_EXPIRED, failed(extension).failure().code());

    Shot restart =
        continued(null, Map.of("video_uri", "https://g/f1"))
            .video("veo-3.1-generate-preview", Operation.LAST_FRAME);
    assertEquals(ErrorCode.UNKNOWN_ID, failed(restart).failure().code());
  }

  @Test
  void create_rateLimitedWithRetryInfo_saysWhen() throws Exception {
    server.answerJson(
        429,
        "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":"
            + "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"}]}}");

    Failure failure = failed(shots.video(OMNI, Operation.GENERATE)).failure();

    assertEquals(34.4, failure.retryAfterSeconds());
  }

  @Test
  void create_answerWithoutId_isUnknown() throws Exception {
    server.answerJson(200, "{}").answerJson(200, "{\"name\":\"../../x?y\"}");

    assertEquals(Fate.UNKNOWN, failed(shots.video(OMNI, Operation.GENERATE)).fate());
    assertEquals(
        Fate.UNKNOWN, failed(shots.video("veo-3.1-generate-preview", Operation.GENERATE)).fate());
  }
}
