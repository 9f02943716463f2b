/**
 * The contract between the shots that were generated and the film that is rendered from them.
 * Times are in seconds; places and sizes in the picture are fractions of its width or height.
 */
export type EditList = {
  format: {width: number; height: number; fps: number};
  style: Style;
  scenes: Scene[];
  captions?: CaptionTrack;
  sound?: {narration?: Narration; music?: Music};
};

/** CSS colours. */
export type Style = {accent: string; paper: string; ink: string};

export type Scene = Card | Shot;

type SceneBase = {
  id: string;
  /** How long the scene is on screen, the overlaps of its transitions included. */
  seconds: number;
  /** How the film comes into this scene; a hard cut when absent. */
  transition?: Transition;
};

export type Transition = {type: 'fade' | 'slide' | 'wipe' | 'iris'; seconds: number};

export type Card = SceneBase & {type: 'card'; title: string; subtitle?: string};

export type Shot = SceneBase & {
  type: 'shot';
  /** A path inside `public`. */
  src: string;
  /** Where in the clip the shot begins. */
  from?: number;
  /** 0.5 to 2; below 1 stretches a clip that is a little short. */
  speed?: number;
  /** What to do when the clip ends before the shot does. `refuse` is the default. */
  whenShort?: 'refuse' | 'freeze';
  /** `cover` fills the picture and crops; `contain` shows everything on a blank ground. */
  fit?: 'cover' | 'contain';
  /** The point of the clip that stays in the picture when `cover` crops, and where a push-in goes. */
  focus?: {x: number; y: number};
  /** Scale at the beginning and at the end of the shot, at least 1. */
  zoom?: {from: number; to: number};
  /** Parts of the picture to hide. */
  masks?: Mask[];
  /** Loudness of the clip's own sound, 0 to 1. Silent when absent. */
  volume?: number;
  lowerThird?: LowerThird;
};

export type Mask = {
  kind: 'blur' | 'panel';
  x: number;
  y: number;
  width: number;
  height: number;
};

export type LowerThird = {name: string; role?: string; from: number; seconds: number};

export type CaptionTrack = {
  /** The spoken words, timed from the first sample of the narration. */
  words: Word[];
};

export type Word = {text: string; start: number; end: number};

export type Narration = {
  src: string;
  /** Film time in seconds, or the id of a scene: then it starts when that scene's transition is over. */
  at: number | string;
  volume?: number;
};

export type Music = {
  src: string;
  volume: number;
  /** Its loudness while somebody speaks. */
  ducked: number;
  /** Repeat it when it is shorter than the film. */
  loop?: boolean;
};
