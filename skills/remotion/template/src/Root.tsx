import {type CalculateMetadataFunction, Composition} from 'remotion';
import editList from '../edit-list.json';
import {faults} from './check';
import type {EditList} from './edit-list';
import {Film, type FilmProps} from './Film';
import {measureAll} from './measure';
import {filmFrames, place} from './timeline';

/** Measures the clips, refuses an edit list they cannot fill, and sets the film's length. */
const fromEditList: CalculateMetadataFunction<FilmProps> = async ({props}) => {
  const measured = await measureAll(props);
  const wrong = faults(props, measured);
  if (wrong.length > 0) {
    throw new Error(`The edit list does not fit its clips: ${wrong.join('; ')}`);
  }
  const {width, height, fps} = props.format;
  return {
    width,
    height,
    fps,
    durationInFrames: filmFrames(place(props)),
    props: {...props, measured},
  };
};

export const Root = () => (
  <Composition
    id="Film"
    component={Film}
    calculateMetadata={fromEditList}
    defaultProps={{...(editList as EditList), measured: {}}}
    width={1280}
    height={720}
    fps={24}
    durationInFrames={1}
  />
);
