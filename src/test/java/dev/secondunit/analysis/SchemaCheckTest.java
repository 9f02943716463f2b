package dev.secondunit.analysis;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of callers, checked before anything is bought. */
class SchemaCheckTest {
  private static ObjectNode schema(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'properties':{'a':{'$ref':'#/definitions/Shot'}}}",
        "{'properties':{'a':{'$ref':'#/$defs/Shot'}},'$defs':{'Take':{}}}",
        "{'items':{'anyOf':[{'$ref':'#shot'}]}}",
        "{'properties':{'a':{'$ref':'#/properties/a'}}}",
        "{'$ref':'#'}",
        "{'properties':{'a':{'allOf':[{'$ref':'#/$defs/x'}]}},"
            + "'$defs':{'x':{'anyOf':[{},{'$ref':'#/properties/a'}]}}}",
        "{'properties':{'a':{'$ref':'https://example.com/shot.json'}}}",
        "{'type':'no type'}",
      })
  void insistOnSound_thatCannotBeFollowed_isRefused(String schema) {
    FailureException thrown =
        assertThrows(
            FailureException.class, () -> SchemaCheck.insistOnSound(schema(schema)), schema);

    assertEquals(ErrorCode.INVALID_ARGUMENT, thrown.failure().code());
    assertEquals("response_format", thrown.failure().field());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'properties':{'shots':{'items':{'$ref':'#/$defs/Shot'}}},'$defs':{'Shot':{}}}",
        "{'properties':{'next':{'$ref':'#'}}}",
        "{'properties':{'a':{'$ref':'#shot'}},'$defs':{'x':{'$anchor':'shot','type':'string'}}}",
        "{'properties':{'a':{'$ref':'#/$defs/a%20shot'}},'$defs':{'a shot':{}}}",
        "{'properties':{'a':{'$ref':'#/$defs/x~1y'}},'$defs':{'x/y':{}}}",
        "{'properties':{'$ref':{'type':'string'}}}",
      })
  void insistOnSound_thatLeadsSomewhere_isTaken(String schema) {
    assertDoesNotThrow(() -> SchemaCheck.insistOnSound(schema(schema)), schema);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'shots':[{'name':7}]}", "{'shots':'none'}"})
  void misfit_behindAReference_isFound(String data) {
    ObjectNode schema =
        schema(
            "{'properties':{'shots':{'type':'array','items':{'$ref':'#/$defs/Shot'}}},"
                + "'$defs':{'Shot':{'properties':{'name':{'type':'string'}}}}}");

    assertTrue(SchemaCheck.misfit(schema, schema(data)).isPresent());
  }
}
