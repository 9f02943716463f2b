package dev.secondunit.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OtherToolArgumentsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void continueFrom_sourceAndOperation() {
    ContinueFromArguments call =
        continueFrom("{'source':'veo_vid_1','operation':'extend','duration':'7','prompt':'on'}");

    assertEquals("veo_vid_1", call.source());
    assertEquals(Operation.EXTEND, call.operation());
    assertNull(call.shot().mode());
    assertNull(continueFrom("{'continue_from':'x'}").operation());
    assertNull(continueFrom("{'source':'x','operation':'auto'}").operation());
    assertEquals("source", refused(json -> continueFrom(json), "{'prompt':'on'}").field());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'inputs':['a.mp4','b.mp4']}",
        "{'inputs':[{'path':'a.mp4'},{'url':'b.mp4'}]}",
        "{'inputs':'[\\\"a.mp4\\\",\\\"b.mp4\\\"]'}",
        "{'inputs':[{'files':{'x':'a.mp4','y':'b.mp4'}}]}",
        "{'file_paths':['a.mp4','b.mp4']}",
        "{'inputs':{'files':{'x':'a.mp4','y':'b.mp4'}}}",
      })
  void readMedia_inputsInAnyForm(String sent) {
    assertEquals(
        List.of("a.mp4", "b.mp4"),
        readMedia(sent).inputs().stream().map(ReadMediaArguments.Input::source).toList());
  }

  @Test
  void readMedia_namedFilesAndTheirPrompt_areKept() {
    ReadMediaArguments call = readMedia("{'inputs':[{'files':{'hero':'a.png'},'prompt':'Who?'}]}");

    assertEquals(List.of(new ReadMediaArguments.Input("a.png", "hero")), call.inputs());
    assertEquals("Who?", call.prompt());
  }

  @Test
  void readMedia_timesInsteadOfANumberOfFrames_areUnderstood() {
    ReadMediaArguments call = readMedia("{'inputs':'a.mp4','frames':[0,'3.5s']}");

    assertEquals(List.of(0d, 3.5d), call.frameTimes());
    assertNull(call.frames());
    assertEquals("frame_times", call.adjustments().get(0).field());
    assertEquals(4, readMedia("{'inputs':'a.mp4','frames':'4'}").frames());
  }

  @Test
  void readMedia_furtherQuestion_needsAPromptAndNoFile() {
    assertEquals("conv_1", readMedia("{'continue_from':'conv_1','prompt':'And?'}").continueFrom());
    assertEquals("prompt", refused(json -> readMedia(json), "{'continue_from':'c'}").field());
    assertEquals("inputs", refused(json -> readMedia(json), "{'prompt':'?'}").field());
  }

  @Test
  void analyzeVideo_schemaIsTakenOutOfItsEnvelope() {
    String schema = "{'type':'object','properties':{}}";
    String expected = schema.replace('\'', '"');

    for (String sent :
        List.of(
            schema,
            "{'type':'json_schema','json_schema':" + schema + "}",
            "{'type':'json_schema','json_schema':{'name':'x','schema':" + schema + "}}")) {
      AnalyzeVideoArguments call =
          analyze("{'video':'a.mp4','prompt':'?','response_format':" + sent + "}");
      assertEquals(expected, call.responseSchema().toString());
    }
    assertNull(analyze("{'video':'a','prompt':'?'}").temperature());
  }

  @Test
  void analyzeVideo_endBeforeStart_isRefused() {
    Failure failure =
        refused(json -> analyze(json), "{'video':'a','prompt':'?','start_time':9,'end_time':'4'}");

    assertEquals("end_time 4 is not after start_time 9.", failure.message());
    assertEquals(List.of("more than 9"), failure.allowed());
  }

  @Test
  void getJobs_pageAndFilters() {
    GetJobsArguments call =
        GetJobsArguments.read(
            GetJobsArguments.signature(), json("{'status':'Running','limit':'5','cursor':'c'}"));

    assertEquals(List.of("running"), call.statuses());
    assertEquals(5, call.limit());
    assertTrue(call.jobs().isEmpty());
  }

  @Test
  void jobs_oneIdUnderAnyName_isAList() {
    WaitForJobsArguments call =
        WaitForJobsArguments.read(
            WaitForJobsArguments.signature(),
            json("{'job_id':'job_1','timeout':10,'until':'any'}"));

    assertEquals(List.of("job_1"), call.jobs().jobIds());
    assertEquals(Duration.ofSeconds(10), call.waitAtMost());
    assertFalse(call.all());
  }

  @Test
  void jobs_repeatedIds_countOnce() {
    CancelJobsArguments call =
        CancelJobsArguments.read(
            CancelJobsArguments.signature(), json("{'job_ids':['a','b','a']}"));

    assertEquals(List.of("a", "b"), call.jobs().jobIds());
  }

  @Test
  void jobs_none_isRefused() {
    Failure failure =
        refused(sent -> RetryJobsArguments.read(RetryJobsArguments.signature(), json(sent)), "{}");

    assertEquals("job_ids", failure.field());
    assertEquals("job_ids or batch_id is required: say which jobs.", failure.message());
  }

  @Test
  void describeBackends_auto_isNoFilter() {
    DescribeBackendsArguments call =
        DescribeBackendsArguments.read(
            DescribeBackendsArguments.signature(List.of("grok")),
            json("{'backend_type':'auto','mode':'video'}"));

    assertEquals(Optional.empty(), call.backendType());
    assertEquals(Optional.of(Mode.VIDEO), call.mode());
  }

  @Test
  void assembleMedia_eachOperation_hasWhatItNeeds() {
    assertEquals(
        "inputs", refused(json -> assemble(json), "{'operation':'concat','inputs':'a'}").field());
    assertEquals(
        "audio_inputs",
        refused(json -> assemble(json), "{'operation':'mix_audio','inputs':'a'}").field());
    assertEquals(
        "lut", refused(json -> assemble(json), "{'operation':'apply_lut','inputs':'a'}").field());
    assertEquals(
        -12,
        assemble("{'operation':'mix_audio','inputs':'a','music':'b','gain_db':'-12'}")
            .gainDecibels());
  }

  @Test
  void assembleMedia_whatTheOperationHasNoUseFor_isToldOrRefused() {
    String loud = "{'operation':'concat','inputs':['a','b'],'duck':true,'gain_db':-4";
    Failure failure = refused(json -> assemble(json), loud + ",'strict':true}");

    assertEquals("duck", failure.field());
    assertEquals(
        List.of("duck", "gain_db"),
        assemble(loud + "}").ignored().stream().map(x -> x.field()).toList());
    assertFalse(assemble(loud + "}").duck());
    assertEquals(
        "inputs", assemble("{'operation':'convert','inputs':['a','b']}").ignored().get(0).field());
    assertEquals(
        List.of(),
        assemble("{'operation':'mix_audio','inputs':'a','music':'b','duck':true}").ignored());
  }

  private static ContinueFromArguments continueFrom(String json) {
    return ContinueFromArguments.read(ContinueFromTool.signature(ToolChoices.ALL), json(json));
  }

  private static ReadMediaArguments readMedia(String json) {
    return ReadMediaArguments.read(ReadMediaTool.signature(ToolChoices.ALL), json(json));
  }

  private static AnalyzeVideoArguments analyze(String json) {
    return AnalyzeVideoArguments.read(AnalyzeVideoTool.signature(ToolChoices.ALL), json(json));
  }

  private static AssembleMediaArguments assemble(String json) {
    return AssembleMediaArguments.read(AssembleMediaTool.signature(), json(json));
  }

  private static Failure refused(Function<String, ?> reader, String json) {
    return assertThrows(FailureException.class, () -> reader.apply(json)).failure();
  }

  private static ObjectNode json(String json) {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }
}
