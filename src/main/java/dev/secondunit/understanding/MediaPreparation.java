package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.catalogue.Model;
import java.util.List;

/**
 * How the files of a question become what a model is shown: a film as it is, or as frames with
 * their times. Doing it again must give the same, because a question may be put together once more
 * after a restart.
 */
@FunctionalInterface
public interface MediaPreparation {
  /** Every file as it is. */
  MediaPreparation AS_THEY_ARE = (model, media, manner) -> media;

  /**
   * @param model what the catalogue knows of the model, or null when it does not know it
   * @throws dev.secondunit.failure.FailureException when a file cannot be shown to the model
   */
  List<Medium> prepare(Model model, List<Medium> media, Manner manner) throws InterruptedException;
}
