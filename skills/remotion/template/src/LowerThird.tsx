import {AbsoluteFill, Easing, interpolate, useCurrentFrame, useVideoConfig} from 'remotion';
import type {LowerThird as Text, Style} from './edit-list';
import {fontFamily} from './fonts';

/** A name and a role, left, above the captions. Comes and goes within its sequence. */
export const LowerThird = ({text, style}: {text: Text; style: Style}) => {
  const frame = useCurrentFrame();
  const {durationInFrames, fps, height} = useVideoConfig();
  const move = Math.min(0.4 * fps, durationInFrames / 3);
  const shown = interpolate(
    frame,
    [0, move, durationInFrames - move, durationInFrames],
    [0, 1, 1, 0],
    {easing: Easing.inOut(Easing.cubic), extrapolateLeft: 'clamp', extrapolateRight: 'clamp'},
  );
  return (
    <AbsoluteFill style={{fontFamily}}>
      <div
        style={{
          position: 'absolute',
          left: '6%',
          bottom: '24%',
          padding: `${height * 0.016}px ${height * 0.03}px`,
          background: style.ink,
          color: style.paper,
          borderLeft: `${height * 0.009}px solid ${style.accent}`,
          clipPath: `inset(0 ${(1 - shown) * 100}% 0 0)`,
        }}
      >
        <div style={{fontSize: height * 0.042, fontWeight: 800}}>{text.name}</div>
        {text.role ? (
          <div style={{fontSize: height * 0.03, fontWeight: 500, opacity: 0.8}}>{text.role}</div>
        ) : null}
      </div>
    </AbsoluteFill>
  );
};
