import {linearTiming, type TransitionPresentation, TransitionSeries} from '@remotion/transitions';
import {fade} from '@remotion/transitions/fade';
import {iris} from '@remotion/transitions/iris';
import {slide} from '@remotion/transitions/slide';
import {wipe} from '@remotion/transitions/wipe';
import {Fragment} from 'react';
import {AbsoluteFill} from 'remotion';
import {Captions} from './Captions';
import type {Measured} from './check';
import type {EditList, Scene, Transition} from './edit-list';
import {Shot} from './Shot';
import {Sound} from './Sound';
import {place, toFrames} from './timeline';
import {TitleCard} from './TitleCard';

/** The measured facts are filled in before the first frame is drawn. */
export type FilmProps = EditList & {measured: Record<string, Measured>};

/** Layers from back to front: clips and cards, captions, sound. */
export const Film = (film: FilmProps) => (
  <AbsoluteFill style={{backgroundColor: film.style.ink}}>
    <TransitionSeries>
      {place(film).map(({scene, frames}) => (
        <Fragment key={scene.id}>
          {scene.transition ? (
            <TransitionSeries.Transition
              presentation={presentation(scene.transition.type, film.format)}
              timing={linearTiming({
                durationInFrames: toFrames(scene.transition.seconds, film.format.fps),
              })}
            />
          ) : null}
          <TransitionSeries.Sequence name={scene.id} durationInFrames={frames}>
            <SceneContent scene={scene} film={film} />
          </TransitionSeries.Sequence>
        </Fragment>
      ))}
    </TransitionSeries>
    <Captions film={film} />
    <Sound film={film} />
  </AbsoluteFill>
);

const SceneContent = ({scene, film}: {scene: Scene; film: FilmProps}) =>
  scene.type === 'card' ? (
    <TitleCard card={scene} style={film.style} />
  ) : (
    <Shot shot={scene} clip={film.measured[scene.src]} style={film.style} />
  );

/** Only transitions drawn with CSS: those drawn by a shader need a GPU to be quick. */
const presentation = (
  type: Transition['type'],
  {width, height}: EditList['format'],
): TransitionPresentation<Record<string, unknown>> => {
  const presentations = {
    fade: () => fade(),
    slide: () => slide({direction: 'from-right'}),
    wipe: () => wipe({direction: 'from-left'}),
    iris: () => iris({width, height}),
  };
  return presentations[type]() as TransitionPresentation<Record<string, unknown>>;
};
