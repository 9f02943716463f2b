import {AbsoluteFill, Easing, interpolate, spring, useCurrentFrame, useVideoConfig} from 'remotion';
import type {Card, Style} from './edit-list';
import {fontFamily} from './fonts';

export const TitleCard = ({card, style}: {card: Card; style: Style}) => {
  const frame = useCurrentFrame();
  const {fps, height} = useVideoConfig();
  const rule = interpolate(frame, [0, 0.6 * fps], [0, 1], {
    easing: Easing.out(Easing.cubic),
    extrapolateRight: 'clamp',
  });
  const subtitle = interpolate(frame, [0.5 * fps, 1 * fps], [0, 1], {
    extrapolateLeft: 'clamp',
    extrapolateRight: 'clamp',
  });
  return (
    <AbsoluteFill
      style={{
        fontFamily,
        backgroundColor: style.ink,
        color: style.paper,
        justifyContent: 'center',
        padding: '0 10%',
        gap: height * 0.03,
      }}
    >
      <div style={{width: `${rule * 14}%`, height: height * 0.009, background: style.accent}} />
      <div
        style={{
          fontSize: height * 0.125,
          fontWeight: 800,
          letterSpacing: '-0.02em',
          lineHeight: 1.05,
        }}
      >
        {card.title.split(' ').map((word, index) => (
          <Word key={index} word={word} delay={index * 0.08 * fps} />
        ))}
      </div>
      {card.subtitle ? (
        <div style={{fontSize: height * 0.042, fontWeight: 500, opacity: subtitle * 0.75}}>
          {card.subtitle}
        </div>
      ) : null}
    </AbsoluteFill>
  );
};

const Word = ({word, delay}: {word: string; delay: number}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const shown = spring({frame: frame - delay, fps, config: {damping: 200}, durationInFrames: 0.5 * fps});
  return (
    <span
      style={{
        display: 'inline-block',
        marginRight: '0.26em',
        opacity: shown,
        transform: `translateY(${(1 - shown) * 0.35}em)`,
      }}
    >
      {word}
    </span>
  );
};
