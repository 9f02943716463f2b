package dev.secondunit.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class GenerateMediaArgumentsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void read_onlyAPrompt_isOneImageWithDefaults() {
    GenerateMediaArguments call = read("{'prompt':'A lighthouse'}");

    assertFalse(call.batch());
    ShotArguments shot = call.shots().get(0);
    assertEquals(Mode.IMAGE, shot.mode());
    assertEquals("auto", shot.backendType());
    assertNull(shot.model());
    assertEquals("A lighthouse", shot.prompt().orElseThrow());
    assertEquals(Duration.ofSeconds(30), call.run().waitAtMost());
    assertEquals(1, call.run().takes());
    assertTrue(call.adjustments().isEmpty());
  }

  @Test
  void read_everything_arrivesInItsType() {
    GenerateMediaArguments call =
        read(
            "{'prompt':'p','mode':'video','backend_type':'google','model':'m','duration':8,"
                + "'aspect_ratio':'16:9','size':'720p','input_images':['a.png','b.png'],"
                + "'last_frame':'c.png','seed':7,'generate_audio':false,'takes':2,"
                + "'wait_seconds':1.5,'output_dir':'out','name':'n','dry_run':true,"
                + "'max_cost_usd':2.5,'request_key':'k','vendor_options':{'a':1},"
                + "'continue_from':'veo_vid_1'}");

    ShotArguments shot = call.shots().get(0);
    assertEquals(8d, shot.values().get(Parameter.DURATION));
    assertEquals(7L, shot.values().get(Parameter.SEED));
    assertEquals(false, shot.values().get(Parameter.GENERATE_AUDIO));
    assertEquals("{\"a\":1}", shot.values().get(Parameter.VENDOR_OPTIONS).toString());
    assertEquals(List.of("a.png", "b.png"), shot.inputs().get(Parameter.INPUT_IMAGES));
    assertEquals(List.of("c.png"), shot.inputs().get(Parameter.LAST_FRAME));
    assertEquals("veo_vid_1", shot.continueFrom());
    assertEquals("google", shot.backendType());
    assertEquals(
        new RunOptions(
            2,
            false,
            Duration.ofMillis(1_500),
            true,
            "out",
            "n",
            false,
            true,
            UsdAmount.ofUsd("2.5"),
            "k"),
        call.run());
  }

  /** The case of a listed word, a whole number with a point, and what is empty say nothing else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt':'p','mode':'VIDEO','duration':8.0} | DURATION | 8.0",
        "{'prompt':'[not json'} | PROMPT | [not json",
        "{'prompt':'p','audio_type':'sound effect','mode':'audio'} | AUDIO_TYPE | sound_effect",
        "{'prompt':'p','seed':null,'size':''} | PROMPT | p",
        "{'prompt':'p','input_images':[]} | PROMPT | p",
      })
  void read_sameValue_isReadSilently(String sent, Parameter parameter, String value) {
    GenerateMediaArguments call = read(sent);

    assertEquals(value, String.valueOf(call.shots().get(0).values().get(parameter)));
    assertTrue(call.adjustments().isEmpty(), call.adjustments().toString());
  }

  /** Another type that loses nothing is read, and told; a strict call is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt':'p','mode':'video','duration':'8'} | DURATION | 8.0 | duration | 8",
        "{'prompt':'p','seed':'42'} | SEED | 42 | seed | 42",
        "{'prompt':'p','mode':'video','generate_audio':'False'} | GENERATE_AUDIO | false | generate_audio | False",
        "{'prompt':['p']} | PROMPT | p | prompt | [\"p\"]",
        "{'prompt':123} | PROMPT | 123 | prompt | 123",
        "{'prompt':'p','size':1024} | SIZE | 1024 | size | 1024",
        "{'prompt':'p','dry_run':'true'} | PROMPT | p | dry_run | true",
        "{'prompt':'p','takes':'1'} | PROMPT | p | takes | 1",
        "{'prompt':'p','vendor_options':'{\\\"a\\\":1}'} | VENDOR_OPTIONS | {\"a\":1} | vendor_options | {\"a\":1}",
        "{'prompt':'p','input_images':'a.png'} | PROMPT | p | input_images | a.png",
        "{'prompt':'p','input_images':'[\\\"a.png\\\",\\\"b.png\\\"]'} | PROMPT | p | input_images | [\"a.png\",\"b.png\"]",
        "{'shots':'[{\\\"prompt\\\":\\\"p\\\"}]'} | PROMPT | p | shots | [{\"prompt\":\"p\"}]",
        "{'shots':{'prompt':'p'}} | PROMPT | p | shots | {\"prompt\":\"p\"}",
      })
  void read_otherType_isReadAndTold(
      String sent, Parameter parameter, String value, String field, String from) {
    GenerateMediaArguments call = read(sent);

    assertEquals(value, String.valueOf(call.shots().get(0).values().get(parameter)));
    assertEquals(1, call.adjustments().size(), call.adjustments().toString());
    assertEquals(field, call.adjustments().get(0).field());
    assertEquals(from, call.adjustments().get(0).from());
    Failure refused = refused(sent.replaceFirst("\\{'", "{'strict':true,'"));
    assertEquals(ErrorCode.ADJUSTMENT_REFUSED, refused.code());
    assertEquals(field, refused.field());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt':'outer','shots':{'prompt':'a'}}",
        "{'text':'outer','prompts':'a'}",
        "{'prompt':'outer','shots':'{\\\"prompt\\\":\\\"a\\\"}'}"
      })
  void read_oneShotThatIsNoListBesideAPrompt_isRefused(String sent) {
    Failure refused = refused(sent);

    assertEquals(ErrorCode.CONFLICTING_ARGUMENTS, refused.code());
    assertEquals("shots", refused.field());
    assertTrue(refused.message().contains("prompt"), refused.message());
    assertTrue(refused.hint().contains("["), refused.hint());
  }

  @Test
  void read_argumentThatDoesNotExist_isToldWithItsValueAndTheWayOut() {
    Failure near = refused("{'prompt':'p','lenght':6}");
    assertEquals("lenght", near.field());
    assertEquals("6", near.value());
    assertTrue(near.message().contains("did you mean duration?"), near.message());
    assertEquals("Example: {\"duration\": 8}", near.hint());

    Failure far = refused("{'prompt':'p','fps':24}");
    assertEquals("24", far.value());
    assertEquals("There is no argument fps.", far.message());
    assertTrue(far.allowed().contains("duration"), far.allowed().toString());
    assertTrue(far.hint().contains("Example: {\"prompt\": "), far.hint());
  }

  @Test
  void keyframes_inEitherSpelling_areImagesAndTheirTimes() {
    for (String keyframes :
        List.of(
            "'keyframes':['a.png','b.png'],'keyframe_times':[1.5,'3s']",
            "'keyframes':[{'image':'a.png','timestamp_s':1.5},{'image':'b.png','at':3}]")) {
      ShotArguments shot = read("{'prompt':'p'," + keyframes + "}").shots().get(0);
      assertEquals(Mode.VIDEO, shot.mode());
      assertEquals(List.of("a.png", "b.png"), shot.inputs().get(Parameter.KEYFRAMES));
      assertEquals(List.of(1.5, 3.0), shot.values().get(Parameter.KEYFRAME_TIMES));
      ShotArguments own =
          read("{'prompt':'p','shots':[{'prompt':'q'," + keyframes + "}]}").shots().get(0);
      assertEquals(List.of(1.5, 3.0), own.values().get(Parameter.KEYFRAME_TIMES));
    }
  }

  @Test
  void severalMistakes_areToldAtOnce() {
    Failure refused =
        refused(
            "{'prompt':'p','takes':99,'shots':[{'prompt':'q','durration':4},"
                + "{'prompt':'r','duration':'x'}]}");

    assertEquals("takes", refused.field());
    assertNotNull(refused.hint());
    for (String told :
        List.of("99 is outside 1 to 10", "shots[0].durration", "shots[1].duration: \"x\"")) {
      assertTrue(refused.message().contains(told), refused.message());
    }
    String many = "'shots':[" + "{'durration':1},".repeat(20) + "'p']";
    assertTrue(refused("{" + many + "}").message().endsWith("And 15 more mistakes."));
  }

  /** What had to be understood is noted, under the right name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt':'p','image_path':['a.png']} | input_images | image_path",
        "{'prompt':'p','image':['a.png']} | input_images | image",
        "{'prompt':'p','file_path':['a.png']} | input_images | file_path",
        "{'prompt':'p','mode':'video','seconds':8} | duration | seconds",
        "{'prompt':'p','aspectRatio':'1:1'} | aspect_ratio | aspectRatio",
        "{'prompt':'p','resolution':'720p'} | size | resolution",
        "{'prompt':'p','backend':'grok'} | backend_type | backend",
        "{'prompt':'p','storage_path':'out'} | output_dir | storage_path",
        "{'prompt':'p','n':2} | takes | n",
        "{'text':'p'} | prompt | text",
        "{'prompt':'p','extra_params':{}} | vendor_options | extra_params",
        "{'prompt':'p','mode':'video','duration':'8s'} | duration | 8s",
        "{'prompt':'p','max_cost_usd':'$2.50'} | max_cost_usd | $2.50",
        "{'prompt':'p','background':'transparent'} | image_background | background",
        "{'prompt':'p','max_concurrent':4} | max_concurrent | 4",
        "{'prompt':'p','keyframes':[{'image':'a.png','timestamp_s':2}]} | keyframes | a list of objects",
        "{'prompt':'p','keyframes':[{'image':{'url':'a.png'},'time':2}]} | keyframes | a list of objects",
        "{'prompt':'p','input_images':[{'url':'https://a/b.png'}]} | input_images[0] | url",
      })
  void read_understoodRatherThanRead_isNoted(String sent, String field, String from) {
    GenerateMediaArguments call = read(sent);

    assertEquals(1, call.adjustments().size(), call.adjustments().toString());
    assertEquals(field, call.adjustments().get(0).field());
    assertEquals(from, String.valueOf(call.adjustments().get(0).from()));
    Failure refused =
        refused(sent.replace("{'", "{'strict':true,'").replace("[{'strict':true,'", "[{'"));
    assertEquals(ErrorCode.ADJUSTMENT_REFUSED, refused.code());
  }

  @Test
  void read_modeLeftOpen_isInferredAndNoAdjustment() {
    GenerateMediaArguments call = read("{'prompt':'p','duration':4,'strict':true}");

    assertEquals(Mode.VIDEO, call.shots().get(0).mode());
    assertEquals(Mode.AUDIO, read("{'prompt':'p','voice':'Rachel'}").shots().get(0).mode());
    assertTrue(call.adjustments().isEmpty(), call.adjustments().toString());
  }

  @Test
  void read_misspeltInAShot_isToldAllThatAShotTakes() {
    Failure refused = refused("{'shots':[{'prompt':'p','durration':4}]}");

    assertEquals("shots[0].durration", refused.field());
    assertTrue(
        refused.allowed().containsAll(List.of("duration", "aspect_ratio", "size", "model", "seed")),
        refused.allowed().toString());
    assertFalse(refused.allowed().contains("takes"), refused.allowed().toString());
  }

  @Test
  void read_backgroundAsFlag_saysHowToRun() {
    assertTrue(read("{'prompt':'p','background':true}").run().background());
    assertEquals(Duration.ZERO, read("{'prompt':'p','background':'true'}").run().waitAtMost());
    assertEquals(
        "transparent",
        read("{'prompt':'p','background':'transparent'}")
            .shots()
            .get(0)
            .values()
            .get(Parameter.IMAGE_BACKGROUND));
  }

  /** Every bad argument says what was sent, the rule, and the way out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | missing_argument | prompt | prompt is required",
        "{'prompt':'   '} | missing_argument | prompt | prompt is required",
        "{'prompt':7.5,'mode':'film'} | invalid_argument | mode | \"film\" is not one of image",
        "{'prompt':{}} | invalid_argument | prompt | {} is not text",
        "{'prompt':'p','duration':'long'} | invalid_argument | duration | \"long\" is not a number",
        "{'prompt':'p','duration':'NaN'} | invalid_argument | duration | \"NaN\" is not a number",
        "{'prompt':'p','duration':1e999} | invalid_argument | duration | outside 0.1 to 3600",
        "{'prompt':'p','duration':'Infinity'} | invalid_argument | duration | is not a number",
        "{'prompt':'p','duration':'8 parsecs'} | invalid_argument | duration | is not a number",
        "{'prompt':'p','duration':0} | invalid_argument | duration | 0 is outside 0.1 to 3600",
        "{'prompt':'p','duration':-4} | invalid_argument | duration | -4 is outside",
        "{'prompt':'p','duration':1e300} | invalid_argument | duration | is outside",
        "{'prompt':'p','duration':true} | invalid_argument | duration | true is not a number",
        "{'prompt':'p','duration':[1,2]} | invalid_argument | duration | [1,2] is not a number",
        "{'prompt':'p','seed':1.5} | invalid_argument | seed | 1.5 is not whole",
        "{'prompt':'p','seed':-1} | invalid_argument | seed | -1 is outside",
        "{'prompt':'p','seed':99999999999999999999999} | invalid_argument | seed | is outside",
        "{'prompt':'p','takes':0} | invalid_argument | takes | 0 is outside 1 to 10",
        "{'prompt':'p','takes':11} | invalid_argument | takes | 11 is outside 1 to 10",
        "{'prompt':'p','wait_seconds':46} | invalid_argument | wait_seconds | 46 is outside 0 to 45",
        "{'prompt':'p','strict':'maybe'} | invalid_argument | strict | \"maybe\" is not true or false",
        "{'prompt':'p','generate_audio':1} | invalid_argument | generate_audio | 1 is not true or false",
        "{'prompt':'p','dry_run':'yes'} | invalid_argument | dry_run | \"yes\" is not true or false",
        "{'prompt':['a','b']} | invalid_argument | prompt | is not text",
        "{'prompt':'p','strict':2} | invalid_argument | strict | 2 is not true or false",
        "{'prompt':'p','audio_type':'dubbing'} | invalid_argument | audio_type | speech, music",
        "{'prompt':'p','vendor_options':'x'} | invalid_argument | vendor_options | not a JSON object",
        "{'prompt':'p','vendor_options':[1]} | invalid_argument | vendor_options | not a JSON object",
        "{'prompt':'p','input_images':[true]} | invalid_argument | input_images[0] | not a list of",
        "{'prompt':'p','asspect_ratio':'1:1'} | invalid_argument | asspect_ratio | did you mean aspect_ratio",
        "{'prompt':'p','wibble':1} | invalid_argument | wibble | There is no argument wibble.",
        "{'prompt':'p','size':'1','resolution':'2'} | conflicting_arguments | resolution | both mean size",
        "{'shots':[{'duration':4}]} | missing_argument | shots[0].prompt | prompt is required",
        "{'shots':[{'prompt':'p','duration':'x'}]} | invalid_argument | shots[0].duration | \"x\"",
        "{'shots':[],'prompt':'p'} | invalid_argument | shots | shots is empty",
        "{'continue_from':'job_1'} | missing_argument | prompt | prompt is required",
        "{'input_images':['a.png']} | missing_argument | prompt | prompt is required",
        "{'shots':['p',7]} | invalid_argument | shots[1] | 7 is not",
        "{'shots':[{'prompt':'p','takes':2}]} | invalid_argument | shots[0].takes | no argument shots[0].takes",
        "{'prompt':'p','max_cost_usd':-1} | invalid_argument | max_cost_usd | -1 is outside",
      })
  void read_badArgument_isRefusedHelpfully(String sent, String code, String field, String words) {
    Failure failure = refused(sent);

    assertEquals(code, failure.code().word(), failure.message());
    assertEquals(field, failure.field(), failure.message());
    assertTrue(failure.message().contains(words), failure.message());
    assertNotNull(failure.hint(), failure.message());
    boolean conflict = failure.code() == ErrorCode.CONFLICTING_ARGUMENTS;
    assertTrue(conflict || !failure.allowed().isEmpty(), failure.message());
    assertEquals(Charged.NO, failure.charged());
  }

  @Test
  void read_promptAtTheLimit_isRead_andOneMoreIsRefused() {
    String longest = "x".repeat(32_000);

    assertEquals(
        longest, read("{'prompt':'" + longest + "'}").shots().get(0).prompt().orElseThrow());
    Failure failure = refused("{'prompt':'" + longest + "x'}");
    assertEquals("prompt is 32001 characters long; at most 32000 are accepted.", failure.message());
    assertTrue(failure.value().length() < 300);
  }

  @Test
  void read_numberOfThousandsOfDigits_isOutsideTheRange() {
    Failure failure = refused("{'prompt':'p','takes':" + "9".repeat(900) + "}");

    assertEquals("takes", failure.field());
    assertTrue(failure.message().endsWith("is outside 1 to 10."), failure.message());
    assertTrue(failure.value().length() < 300);
  }

  @Test
  void read_tooManyItems_isRefused() {
    String fifty = "'p',".repeat(50);

    assertEquals(50, read("{'shots':[" + fifty.substring(0, 199) + "]}").shots().size());
    assertEquals("shots", refused("{'shots':[" + fifty + "'p']}").field());
    assertEquals("takes", refused("{'takes':3,'shots':[" + fifty.substring(0, 199) + "]}").field());
  }

  @Test
  void read_shots_overrideWhatStandsBesideThem() {
    GenerateMediaArguments call =
        read(
            "{'mode':'video','duration':4,'aspect_ratio':'16:9','prompts':["
                + "{'name':'010','prompt':'a','duration':8},'b']}");

    assertTrue(call.batch());
    ShotArguments first = call.shots().get(0);
    ShotArguments second = call.shots().get(1);
    assertEquals("010", first.name());
    assertEquals(8d, first.values().get(Parameter.DURATION));
    assertEquals("16:9", first.values().get(Parameter.ASPECT_RATIO));
    assertEquals("b", second.prompt().orElseThrow());
    assertEquals(4d, second.values().get(Parameter.DURATION));
    assertEquals(Mode.VIDEO, second.mode());
    assertNull(second.name());
  }

  @Test
  void read_stringifiedShots_areRead() {
    assertEquals(2, read("{'shots':'[{\\\"prompt\\\":\\\"a\\\"},\\\"b\\\"]'}").shots().size());
  }

  @Test
  void read_continueFromWithoutMode_leavesTheModeToTheSource() {
    assertNull(read("{'prompt':'p','continue_from':'job_1','duration':5}").shots().get(0).mode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt':'one','shots':[]}",
        "{'prompt':'one','shots':'[]'}",
        "{'prompt':'one','scenes':[]}"
      })
  void read_emptyListOfShots_isRefusedWithAnExample(String json) {
    Failure refused = refused(json);

    assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    assertEquals("shots is empty: there is nothing to make.", refused.message());
    assertTrue(refused.hint().startsWith("Example: {\"shots\": [{"), refused.hint());
  }

  @Test
  void read_noListOfShots_isOneShot() {
    assertEquals(1, read("{'prompt':'one','shots':null}").shots().size());
  }

  private static GenerateMediaArguments read(String json) {
    return GenerateMediaArguments.read(
        GenerateMediaTool.signature(ToolChoices.ALL),
        (ObjectNode) JSON.readTree(json.replace('\'', '"')));
  }

  private static Failure refused(String json) {
    return assertThrows(FailureException.class, () -> read(json)).failure();
  }
}
