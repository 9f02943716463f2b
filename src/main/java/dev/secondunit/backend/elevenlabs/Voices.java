package dev.secondunit.backend.elevenlabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds the id of a voice by its name. Ids pass as they are; found names are remembered. */
final class Voices {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{20}");
  private static final int MOST_REMEMBERED = 1_000;

  private final Map<String, String> known = new ConcurrentHashMap<>();

  String id(VendorHttp http, String voice) throws BackendException, InterruptedException {
    if (ID.matcher(voice).matches()) {
      return voice;
    }
    String name = voice.strip().toLowerCase(Locale.ROOT);
    String remembered = known.get(name);
    if (remembered != null) {
      return remembered;
    }
    String id = find(http, voice.strip(), name);
    if (known.size() < MOST_REMEMBERED) {
      known.put(name, id);
    }
    return id;
  }

  private static String find(VendorHttp http, String voice, String name)
      throws BackendException, InterruptedException {
    String query = URLEncoder.encode(voice, StandardCharsets.UTF_8);
    Answer answer = http.send(Call.read("/v2/voices?page_size=100&search=" + query));
    List<String> names = new ArrayList<>();
    String beginning = null;
    for (JsonNode each : answer.json().path("voices")) {
      String found = each.path("name").asString("");
      String id = each.path("voice_id").asString("");
      if (found.strip().toLowerCase(Locale.ROOT).equals(name) && !id.isBlank()) {
        return id;
      }
      // The vendor's own voices are named like "Rachel - calm narrator".
      if (found.toLowerCase(Locale.ROOT).startsWith(name + " ") && !id.isBlank()) {
        beginning = beginning == null ? id : beginning;
      }
      names.add(found);
    }
    if (beginning != null) {
      return beginning;
    }
    throw new BackendException(
        Fate.REJECTED,
        Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                "voice: the account at elevenlabs has no voice named \"" + voice + "\".")
            .withField("voice", voice)
            .withAllowed(names.stream().limit(20).toList())
            .withHint("Give the name or the id of a voice of the account."));
  }
}
