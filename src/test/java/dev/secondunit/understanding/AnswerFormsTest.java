package dev.secondunit.understanding;

import static dev.secondunit.understanding.ScriptedModel.answered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer is text, or data by a schema; what is cut off or does not fit is billed all the same.
 */
class AnswerFormsTest extends ScriptedQuestions {
  @Test
  void step_cutOff_isAnAnswerThatSaysSo() throws Exception {
    vendor.replies.add(() -> answered("A boat lea", ModelAnswer.LENGTH));

    Job job = steps(accept(), JobState.DOWNLOADING, JobState.SUCCEEDED);

    ObjectNode report = AnalysisReport.of(job);
    assertTrue(report.path("truncated").asBoolean());
    assertEquals("length", report.path("finish_reason").asString());
    assertTrue(report.path("warnings").toString().contains("larger max_tokens"), report.toString());
    assertMoney("spent", PRICE);
  }

  @Test
  void step_dataThatFits_isParsed() throws Exception {
    String schema =
        "{'type':'object','properties':{'events':{'type':'array','items':{'type':'object',"
            + "'properties':{'start_time':{'type':'number'},'at':{'type':'timestamp','format':"
            + "'hh:mm:ss'},'what':{'type':'string'}},'required':['start_time']}}}}";
    String text = "{'events':[{'start_time':12.5,'at':'00:00:12','what':'a boat'}]}";
    vendor.replies.add(() -> answered(text.replace('\'', '"')));

    Job job =
        steps(
            accept("events", QuestionLife.fitting(schema)).job(),
            JobState.DOWNLOADING,
            JobState.SUCCEEDED);

    ObjectNode report = AnalysisReport.of(job);
    assertEquals(QuestionLife.json(text), report.path("data"));
    assertEquals(12.5, report.path("moments").path(0).path("start").asDouble());
    assertEquals("a boat", report.path("moments").path(0).path("what").asString());
  }

  @Test
  void step_dataThatDoesNotFit_wasBilledAndIsNotBoughtAgainByItself() throws Exception {
    Manner manner = QuestionLife.fitting("{'type':'object','required':['title']}");
    vendor.replies.add(() -> answered("{\"subject\": 1}"));

    Job job = steps(accept("title", manner).job(), JobState.FAILED);

    assertEquals(ErrorCode.RESPONSE_SCHEMA_MISMATCH, job.failure().code());
    assertEquals(Charged.YES, job.failure().charged());
    assertEquals("{\"subject\": 1}", AnalysisReport.of(job).path("text").asString());
    assertMoney("spent", PRICE);
    assertTrue(accept("title", manner).deduplicated());
    Retries retries = new Retries(life.store(), SpendingCaps.NONE);
    assertEquals(
        ErrorCode.ILLEGAL_STATE,
        assertThrows(FailureException.class, () -> retries.retry(job, false)).failure().code());
    vendor.replies.add(() -> answered("{\"title\": \"Harbour\"}"));
    retries.retry(job, true);
    Job bought = steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);
    assertNull(bought.failure());
    assertEquals("Harbour", AnalysisReport.of(bought).path("data").path("title").asString());
  }

  @Test
  void step_jsonCutOff_saysThatItWasCut() throws Exception {
    vendor.replies.add(() -> answered("{\"title\": \"Har", ModelAnswer.LENGTH));

    Job job =
        steps(accept("title", QuestionLife.fitting("{'type':'object'}")).job(), JobState.FAILED);

    assertTrue(job.failure().message().contains("cut off"), job.failure().message());
    assertTrue(job.failure().hint().contains("larger max_tokens"), job.failure().hint());
    assertTrue(AnalysisReport.of(job).path("truncated").asBoolean());
    assertMoney("spent", PRICE);
  }
}
