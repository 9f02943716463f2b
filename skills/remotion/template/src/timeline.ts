import type {EditList, Scene} from './edit-list';

export type PlacedScene = {
  scene: Scene;
  /** First frame of the scene in the film. */
  start: number;
  frames: number;
  /** Frames shared with the scene before. */
  overlap: number;
};

export const toFrames = (seconds: number, fps: number) => Math.round(seconds * fps);

/** Where each scene lies. A transition takes its time out of both neighbours. */
export const place = ({scenes, format: {fps}}: EditList): PlacedScene[] => {
  let end = 0;
  return scenes.map((scene) => {
    const frames = toFrames(scene.seconds, fps);
    const overlap = toFrames(scene.transition?.seconds ?? 0, fps);
    const start = end - overlap;
    end = start + frames;
    return {scene, start, frames, overlap};
  });
};

export const filmFrames = (placed: PlacedScene[]) => {
  const last = placed.at(-1);
  return last ? last.start + last.frames : 0;
};

/** Film time of the narration, in seconds. A scene's id means: when its transition is over. */
export const narrationStart = (list: EditList): number => {
  const at = list.sound?.narration?.at ?? 0;
  if (typeof at === 'number') {
    return at;
  }
  const found = place(list).find(({scene}) => scene.id === at);
  return found ? (found.start + found.overlap) / list.format.fps : 0;
};
