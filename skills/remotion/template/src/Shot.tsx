import {Video} from '@remotion/media';
import {
  AbsoluteFill,
  Easing,
  interpolate,
  Sequence,
  staticFile,
  useCurrentFrame,
  useVideoConfig,
} from 'remotion';
import type {Measured} from './check';
import type {Mask, Shot as ShotDescription, Style} from './edit-list';
import {LowerThird} from './LowerThird';
import {toFrames} from './timeline';

type Props = {shot: ShotDescription; clip: Measured | undefined; style: Style};

/** A generated clip as background, with what hides its faults and what explains it on top. */
export const Shot = ({shot, clip, style}: Props) => {
  const {fps} = useVideoConfig();
  const {lowerThird} = shot;
  return (
    <AbsoluteFill style={{backgroundColor: style.ink, overflow: 'hidden'}}>
      <PushIn shot={shot}>
        <Footage shot={shot} clip={clip} />
        {shot.masks?.map((mask, index) => (
          <Cover key={index} mask={mask} style={style} />
        ))}
      </PushIn>
      {lowerThird ? (
        <Sequence
          name="lower third"
          from={toFrames(lowerThird.from, fps)}
          durationInFrames={toFrames(lowerThird.seconds, fps)}
        >
          <LowerThird text={lowerThird} style={style} />
        </Sequence>
      ) : null}
    </AbsoluteFill>
  );
};

const PushIn = ({shot, children}: {shot: ShotDescription; children: React.ReactNode}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const {zoom = {from: 1, to: 1}, focus = {x: 0.5, y: 0.5}} = shot;
  const scale = interpolate(frame, [0, toFrames(shot.seconds, fps)], [zoom.from, zoom.to], {
    easing: Easing.inOut(Easing.sin),
    extrapolateRight: 'clamp',
  });
  return (
    <AbsoluteFill
      style={{
        transform: `scale(${scale})`,
        transformOrigin: `${focus.x * 100}% ${focus.y * 100}%`,
      }}
    >
      {children}
    </AbsoluteFill>
  );
};

/** The clip, laid so that its focus stays in the picture when its sides are cropped. */
const Footage = ({shot, clip}: Omit<Props, 'style'>) => {
  const {fps, width, height} = useVideoConfig();
  const {focus = {x: 0.5, y: 0.5}, volume = 0} = shot;
  const native = clip ?? {width, height};
  const ratios = [width / native.width, height / native.height] as const;
  const scale = shot.fit === 'contain' ? Math.min(...ratios) : Math.max(...ratios);
  const shown = {width: native.width * scale, height: native.height * scale};
  return (
    <Video
      src={staticFile(shot.src)}
      trimBefore={toFrames(shot.from ?? 0, fps)}
      playbackRate={shot.speed ?? 1}
      muted={volume === 0}
      volume={volume}
      objectFit="fill"
      style={{
        position: 'absolute',
        left: offset(width, shown.width, focus.x),
        top: offset(height, shown.height, focus.y),
        ...shown,
      }}
    />
  );
};

/** Puts the focus in the middle, as far as the edges of the clip allow. */
const offset = (room: number, size: number, focus: number) => {
  if (size <= room) {
    return (room - size) / 2;
  }
  return Math.min(0, Math.max(room - size, room / 2 - size * focus));
};

const Cover = ({mask, style}: {mask: Mask; style: Style}) => (
  <div
    style={{
      position: 'absolute',
      left: `${mask.x * 100}%`,
      top: `${mask.y * 100}%`,
      width: `${mask.width * 100}%`,
      height: `${mask.height * 100}%`,
      ...(mask.kind === 'blur'
        ? {backdropFilter: 'blur(18px)', borderRadius: 12}
        : {backgroundColor: style.ink}),
    }}
  />
);
