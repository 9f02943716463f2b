package dev.secondunit.job;

import java.util.List;

/**
 * What a process can do about steps that are to come later, its own and those of other processes on
 * the same store. Does I/O; safe for many threads.
 */
public interface StepCalls {
  /** Nobody is called; jobs come by themselves. */
  StepCalls NONE =
      new StepCalls() {
        @Override
        public boolean call(String jobId) {
          return false;
        }

        @Override
        public List<String> waiting(Job like, int most) {
          return List.of();
        }
      };

  /**
   * Makes the next step of a job due now.
   *
   * @return false when there is nothing to bring forward: it is due, being taken, or has none
   */
  boolean call(String jobId);

  /**
   * Ids of jobs whose next step is to come later although nothing has gone wrong with them and they
   * wait for nothing else, as some process had no turn for them: in the state of this one, of its
   * kind and backend, and while queued of its model. The oldest first.
   */
  List<String> waiting(Job like, int most);
}
