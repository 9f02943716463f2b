import {Audio} from '@remotion/media';
import {interpolate, Sequence, staticFile, useVideoConfig} from 'remotion';
import type {FilmProps} from './Film';
import {filmFrames, narrationStart, place, toFrames} from './timeline';

type Span = {start: number; end: number};

/** Narration, and music that steps back while somebody speaks. */
export const Sound = ({film}: {film: FilmProps}) => {
  const {fps} = useVideoConfig();
  const {narration, music} = film.sound ?? {};
  const length = filmFrames(place(film)) / fps;
  const spoken = speech(film);
  return (
    <>
      {narration ? (
        <Sequence name="narration" from={toFrames(narrationStart(film), fps)}>
          <Audio src={staticFile(narration.src)} volume={narration.volume ?? 1} />
        </Sequence>
      ) : null}
      {music ? (
        <Audio
          src={staticFile(music.src)}
          loop={music.loop ?? false}
          loopVolumeCurveBehavior="extend"
          volume={(frame) => {
            const now = frame / fps;
            const ends = interpolate(now, [0, 0.5, length - 1.2, length], [0, 1, 1, 0], {
              extrapolateLeft: 'clamp',
              extrapolateRight: 'clamp',
            });
            const speaking = Math.max(0, ...spoken.map((span) => nearness(span, now)));
            return ends * (music.volume + (music.ducked - music.volume) * speaking);
          }}
        />
      ) : null}
    </>
  );
};

/** 1 inside a span, falling to 0 within this many seconds before and after it. */
const RAMP = 0.35;
const nearness = ({start, end}: Span, now: number) =>
  interpolate(now, [start - RAMP, start, end, end + RAMP], [0, 1, 1, 0], {
    extrapolateLeft: 'clamp',
    extrapolateRight: 'clamp',
  });

/** When somebody speaks, in film time: by the words where they are timed, else all the narration. */
const speech = (film: FilmProps): Span[] => {
  const {narration} = film.sound ?? {};
  if (!narration) {
    return [];
  }
  const start = narrationStart(film);
  const words = film.captions?.words ?? [];
  if (words.length === 0) {
    return [{start, end: start + (film.measured[narration.src]?.seconds ?? 0)}];
  }
  const spans: Span[] = [];
  for (const word of words) {
    const last = spans.at(-1);
    if (last && start + word.start - last.end < 1) {
      last.end = start + word.end;
    } else {
      spans.push({start: start + word.start, end: start + word.end});
    }
  }
  return spans;
};
