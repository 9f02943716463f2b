package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraMoveTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The mist opens and the sea lies bright ahead, static | STATIC",
        "Static. Waves roll in. | STATIC",
        "Locked-off wide shot of a harbour | STATIC",
        "On a tripod; the crowd pushes in | STATIC",
        "Static shot, a man pans for gold, then moves to the left | STATIC",
        "The radio crackles with static noise, slow push in | PUSH_IN",
        "Handheld, not static | HANDHELD",
        "Handheld, no tripod | HANDHELD",
        "Pan left over the roofs | PAN_LEFT",
        "Tracking shot along the quay | PAN_RIGHT",
        "Tilt down from the mast | TILT_DOWN",
        "Crane up over the village | CRANE_UP",
        "Crane down to the door | CRANE_DOWN",
        "Slow dolly in on her face | PUSH_IN",
        "Pull back from the window | PULL_OUT",
        "Orbit around the statue | ORBIT",
        "Close-up of a hand | HOLD",
        "A company of ecstatic dancers | HOLD",
        "A fox in the snow | HOLD",
        "'' | HOLD"
      })
  void prompt_namesTheMove_orTheCameraHolds(String prompt, CameraMove expected) {
    assertEquals(expected, CameraMove.of(prompt));
  }
}
