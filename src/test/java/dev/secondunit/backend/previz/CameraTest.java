package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The mist opens and the sea lies bright ahead, static | LOCKED OFF",
        "Static. Waves roll in. | LOCKED OFF",
        "Locked-off wide shot of a harbour | LOCKED OFF",
        "On a tripod; the crowd pushes in | LOCKED OFF",
        "Static shot, a man pans for gold, then moves to the left | LOCKED OFF",
        "The radio crackles with static noise, slow push in | PUSH IN",
        "Handheld, not static | HANDHELD",
        "Handheld, no tripod | HANDHELD",
        "Pan left over the roofs | PAN LEFT",
        "Slow pan across the valley | PAN RIGHT",
        "The camera moves to the left | PAN LEFT",
        "Tracking shot along the quay | TRACKING",
        "Steadicam behind a nurse | TRACKING",
        "Tracking shot left of a runner | TRACK LEFT",
        "Track right with the bus | TRACK RIGHT",
        "Camera trucks slowly to the left | TRACK LEFT",
        "Dolly left past the shelves | TRACK LEFT",
        "Camera tracks left to right | TRACK RIGHT",
        "Pan left to right over the roofs | PAN RIGHT",
        "Tracking a cyclist from left to right | TRACK RIGHT",
        "Tracks left in the snow | HOLD",
        "Tracking forward through the market | PUSH IN",
        "Tilt down from the mast | TILT DOWN",
        "She tilts her head | HOLD",
        "Crane up over the village | CRANE UP",
        "Aerial view of the delta | CRANE UP",
        "Crane down to the door | CRANE DOWN",
        "Slow dolly in on her face | PUSH IN",
        "Pull back from the window | PULL OUT",
        "Orbit around the statue | ORBIT",
        "Close-up of a hand | HOLD",
        "A company of ecstatic dancers | HOLD",
        "A fox in the snow | HOLD",
        "'' | HOLD"
      })
  void prompt_namesTheMove_orTheCameraHolds(String prompt, String expected) {
    assertEquals(expected, Camera.of(prompt).label());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Crane up, handheld | CRANE UP + HANDHELD",
        "Handheld tracking shot through the market | HANDHELD + TRACKING",
        "Tracking shot left, handheld | TRACK LEFT + HANDHELD",
        "Push in on the statue while we orbit around it | PUSH IN + ORBIT",
        "Pan left, then tilt up to the tower | PAN LEFT → TILT UP",
        "Pan right while people move in | PAN RIGHT",
        "Aerial, slow push in, handheld, tilt up | PUSH IN + HANDHELD"
      })
  void prompt_withTwoMoves_keepsBothInTheirOrder(String prompt, String expected) {
    assertEquals(expected, Camera.of(prompt).label());
  }

  @Test
  void path_ofATurn_movesAllLayersAlike_andOfATrackTheNearOnesMore() {
    CameraPath pan = new CameraPath(Camera.of("pan left"), 24);
    CameraPath track = new CameraPath(Camera.of("tracking shot left"), 24);

    assertEquals(pan.x(CameraPath.Depth.NEAR, 100), pan.x(CameraPath.Depth.FAR, 100));
    assertTrue(track.x(CameraPath.Depth.NEAR, 100).contains("1.000*"));
    assertTrue(track.x(CameraPath.Depth.FAR, 100).contains("0.120*"));
  }

  @Test
  void path_ofTwoMovesInTurn_beginsTheSecondAtHalf() {
    CameraPath path = new CameraPath(Camera.of("pan left, then tilt up"), 25);

    assertTrue(path.x(CameraPath.Depth.NEAR, 100).contains("clip((n/24-0.0)/0.5,0,1)"));
    assertTrue(path.y(CameraPath.Depth.NEAR, 100).contains("clip((n/24-0.5)/0.5,0,1)"));
  }
}
