package dev.secondunit.backend.previz;

import dev.secondunit.backend.previz.CameraPath.Depth;
import dev.secondunit.backend.previz.HeadsUp.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Puts one shot's picture together: what lies behind (drawn scenery, a given picture, a clip), and
 * the camera moving over it.
 */
final class Composition {
  /** Sheets are soft shapes; beyond this width they are drawn smaller and enlarged. */
  private static final int WIDEST_SHEET = 2_400;

  /** A picture that would lose more than this share of itself is shown whole instead. */
  private static final double MOST_CROPPED = 0.35;

  private final Graph graph;
  private final Canvas canvas;

  Composition(Graph graph, Canvas canvas) {
    this.graph = graph;
    this.canvas = canvas;
  }

  /** The drawn scene with the camera moving through it. */
  String scenery(Scene scene) throws IOException {
    Scenery scenery = new Scenery(scene);
    CameraPath path = path(scene.camera());
    int width = even(canvas.width() * CameraPath.EXTRA_WIDTH);
    int height = even(canvas.height() * CameraPath.EXTRA_HEIGHT);
    int marginX = width - canvas.width();
    int marginY = height - canvas.height();
    String picture;
    if (canvas.transparent()) {
      picture = graph.source("color=c=black@0:s=" + canvas.size() + ":r=24,format=rgba");
    } else {
      String far = graph.chain(canvas.hold(width, height), sheet(scenery::drawFar, width, height));
      picture = graph.chain(crop(path, Depth.FAR, marginX, marginY), far);
    }
    String middle =
        graph.chain(canvas.holdClear(width, height), sheet(scenery::drawMiddle, width, height));
    picture = slide(picture, middle, path, Depth.MIDDLE, marginX, marginY);
    String near =
        graph.chain(canvas.holdClear(width, height), sheet(scenery::drawNear, width, height));
    picture = slide(picture, near, path, Depth.NEAR, marginX, marginY);
    if (scene.weather() != Scene.Weather.CLEAR) {
      picture = weather(picture, scene, scenery);
    }
    return enlarged(picture, path);
  }

  /** A given picture with the camera moving over it. */
  String picture(Path file, int width, int height, Camera camera) {
    CameraPath path = path(camera);
    double room = path.slides() ? 1.16 : 1;
    int wide = even(canvas.width() * room);
    int high = even(canvas.height() * room);
    String held = graph.chain(Canvas.hold(), fitted(file, width, height, wide, high));
    String cropped =
        graph.chain(crop(path, Depth.NEAR, wide - canvas.width(), high - canvas.height()), held);
    return enlarged(cropped, path);
  }

  /**
   * A given picture to be reached.
   *
   * @param frame by when the film has become it
   */
  record Stop(Ticket.Picture picture, int frame) {}

  /**
   * One given picture becoming another, and that the next: the first frame is the first one, each
   * stop is reached at its frame, and the last one stays.
   *
   * @param first the picture to begin with, or null to begin in the drawn scene
   * @param stops at least one, in the order of their frames
   */
  String through(Ticket.Picture first, List<Stop> stops, Path folder, Scene scene)
      throws IOException {
    String film =
        first == null
            ? scenery(scene)
            : still(
                first, folder, new CameraPath(Camera.STILL, canvas.frames()).enlargement(1, 1.06));
    int before = 0;
    for (Stop stop : stops) {
      int gap = Math.max(1, stop.frame() - before);
      int fadeStart = before + gap * 3 / 7;
      int rest = Math.max(1, canvas.frames() - fadeStart);
      String to =
          still(stop.picture(), folder, new CameraPath(Camera.STILL, rest).enlargement(1.06, 1));
      film =
          graph.chain(
              String.format(
                  Locale.ROOT,
                  "xfade=transition=fade:duration=%.5f:offset=%.5f",
                  Math.max(1, stop.frame() - fadeStart) / 24.0,
                  fadeStart / 24.0),
              graph.chain(canvas.cut(), film),
              graph.chain(canvas.cut(), to));
      before = stop.frame();
    }
    return film;
  }

  /** A clip inside a frame, over its own blurred picture, tinted with the scene's light. */
  String framedClip(Path file, Scene scene, Box stage) {
    String clip =
        graph.chain(
            "fps=24,setsar=1,tpad=stop=-1:stop_mode=clone,format=" + canvas.pixels(),
            graph.media(file));
    String[] both = graph.fork(clip);
    String tint = String.format("0x%06x", scene.palette().middle.getRGB() & 0xffffff);
    String behind =
        graph.chain(
            "scale=64:36,gblur=sigma=2,scale="
                + canvas.size().replace('x', ':')
                + ",hue=s=0.6,drawbox=c=black@0.25:t=fill,drawbox=c="
                + tint
                + "@0.45:t=fill,format="
                + canvas.pixels(),
            both[0]);
    String inside =
        graph.chain(
            "scale="
                + stage.width()
                + ":"
                + stage.height()
                + ",drawbox=c="
                + tint
                + "@0.22:t=fill,format="
                + canvas.pixels(),
            both[1]);
    return graph.chain("overlay=format=auto:x=" + stage.x() + ":y=" + stage.y(), behind, inside);
  }

  /** Cuts an endless picture to its exact length and names its colours. */
  String exact(String picture) {
    return graph.chain(canvas.cut() + "," + canvas.named(), picture);
  }

  private String weather(String picture, Scene scene, Scenery scenery) throws IOException {
    Plate plate =
        new Plate(
            sheetWidth(canvas.width()),
            sheetWidth(canvas.width()) * canvas.height() / canvas.width());
    scenery.drawWeather(plate);
    String sheet = graph.chain(canvas.holdClear(), graph.plate(plate));
    String[] both = graph.fork(sheet);
    double seconds = scene.weather() == Scene.Weather.SNOW ? 5 : 0.7;
    String fall = String.format(Locale.ROOT, "mod(n*%.4f,1)*H", 1 / (seconds * 24));
    String upper = graph.chain("overlay=format=auto:x=0:y='" + fall + "-H'", picture, both[0]);
    return graph.chain("overlay=format=auto:x=0:y='" + fall + "'", upper, both[1]);
  }

  private String still(Ticket.Picture picture, Path folder, String enlargement) {
    Path file = folder.resolve(picture.file());
    String fitted =
        fitted(file, picture.width(), picture.height(), canvas.width(), canvas.height());
    return enlarged(graph.chain(Canvas.hold(), fitted), enlargement);
  }

  /** Fills the frame; shows the picture whole over a blurred copy when too much would be lost. */
  private String fitted(Path file, int width, int height, int wide, int high) {
    double ratio = (double) width / height / ((double) wide / high);
    double lost = 1 - Math.min(ratio, 1 / ratio);
    String cover =
        "scale="
            + wide
            + ":"
            + high
            + ":force_original_aspect_ratio=increase"
            + canvas.matrix()
            + ",crop="
            + wide
            + ":"
            + high;
    String first = graph.chain("trim=end_frame=1,setpts=0", graph.media(file));
    if (lost <= MOST_CROPPED) {
      return graph.chain(cover + ",setsar=1,format=" + canvas.pixels(), first);
    }
    String[] both = graph.fork(first);
    String behind =
        graph.chain(
            cover
                + ",gblur=sigma="
                + high / 24
                + ",drawbox=c=black@0.3:t=fill,setsar=1,format="
                + canvas.pixels(),
            both[0]);
    String whole =
        graph.chain(
            "scale="
                + wide
                + ":"
                + high
                + ":force_original_aspect_ratio=decrease"
                + canvas.matrix()
                + ",setsar=1",
            both[1]);
    return graph.chain(
        "overlay=format=auto:x=(W-w)/2:y=(H-h)/2,format=" + canvas.pixels(), behind, whole);
  }

  private String slide(
      String below, String layer, CameraPath path, Depth depth, int marginX, int marginY) {
    return graph.chain(
        "overlay=format=auto:x='-"
            + path.x(depth, marginX)
            + "':y='-"
            + path.y(depth, marginY)
            + "'",
        below,
        layer);
  }

  private String crop(CameraPath path, Depth depth, int marginX, int marginY) {
    return "crop="
        + canvas.width()
        + ":"
        + canvas.height()
        + (":x='" + path.x(depth, marginX) + "':y='" + path.y(depth, marginY) + "'");
  }

  private String enlarged(String picture, CameraPath path) {
    String enlargement = canvas.moves() ? path.enlargement() : null;
    return enlargement == null ? picture : enlarged(picture, enlargement);
  }

  /** Enlarges about a point a little above the middle. Only an overlay takes changing sizes. */
  private String enlarged(String picture, String enlargement) {
    String larger =
        graph.chain(
            String.format(
                Locale.ROOT,
                "scale=eval=frame:flags=bilinear:w='2*trunc(%d*%s/2)':h='2*trunc(%d*%s/2)'",
                canvas.width(),
                enlargement,
                canvas.height(),
                enlargement),
            picture);
    String base =
        graph.source("color=c=black:s=" + canvas.size() + ":r=24,format=" + canvas.pixels());
    return graph.chain("overlay=format=auto:x='(W-w)/2':y='(H-h)*0.46'", base, larger);
  }

  private CameraPath path(Camera camera) {
    return new CameraPath(canvas.moves() ? camera : Camera.STILL, canvas.frames());
  }

  private String sheet(Consumer<Plate> drawing, int width, int height) throws IOException {
    int drawn = sheetWidth(width);
    Plate plate = new Plate(drawn, (int) Math.round((double) drawn * height / width));
    drawing.accept(plate);
    return graph.plate(plate);
  }

  private static int sheetWidth(int width) {
    return Math.min(width, WIDEST_SHEET);
  }

  private static int even(double value) {
    return 2 * (int) Math.round(value / 2);
  }
}
