import {createTikTokStyleCaptions, type TikTokPage} from '@remotion/captions';
import {AbsoluteFill, Sequence, useCurrentFrame, useVideoConfig} from 'remotion';
import type {Style} from './edit-list';
import type {FilmProps} from './Film';
import {fontFamily} from './fonts';
import {narrationStart, toFrames} from './timeline';

/** Words that start within this time of the page's first word share a page. */
const PAGE_MILLISECONDS = 1600;

/** The narration's words, the one being spoken in the accent colour. */
export const Captions = ({film}: {film: FilmProps}) => {
  const {fps} = useVideoConfig();
  const start = narrationStart(film);
  const {pages} = createTikTokStyleCaptions({
    captions: (film.captions?.words ?? []).map((word) => ({
      // The leading space marks the beginning of a word.
      text: ` ${word.text}`,
      startMs: (start + word.start) * 1000,
      endMs: (start + word.end) * 1000,
      timestampMs: null,
      confidence: null,
    })),
    combineTokensWithinMilliseconds: PAGE_MILLISECONDS,
    breakOnSilenceAfterMilliseconds: 500,
  });
  return pages.map((page, index) => {
    const from = toFrames(page.startMs / 1000, fps);
    const last = page.tokens.at(-1)?.toMs ?? page.startMs;
    const next = pages[index + 1]?.startMs ?? Infinity;
    const until = toFrames(Math.min(last + 300, next) / 1000, fps);
    return (
      <Sequence key={page.startMs} name="caption" from={from} durationInFrames={Math.max(1, until - from)}>
        <Page page={page} style={film.style} />
      </Sequence>
    );
  });
};

const Page = ({page, style}: {page: TikTokPage; style: Style}) => {
  const {fps, height} = useVideoConfig();
  const now = page.startMs + (useCurrentFrame() / fps) * 1000;
  return (
    <AbsoluteFill style={{justifyContent: 'flex-end', alignItems: 'center', paddingBottom: '6%'}}>
      <div
        style={{
          fontFamily,
          fontSize: height * 0.058,
          fontWeight: 800,
          lineHeight: 1.2,
          maxWidth: '80%',
          textAlign: 'center',
          whiteSpace: 'pre-wrap',
          color: style.paper,
          // Readable on any footage without a box.
          paintOrder: 'stroke',
          WebkitTextStroke: `${height * 0.012}px ${style.ink}`,
        }}
      >
        {page.tokens.map((token, index) => (
          <span
            key={token.fromMs}
            style={{color: token.fromMs <= now && now < token.toMs ? style.accent : undefined}}
          >
            {index === 0 ? token.text.trimStart() : token.text}
          </span>
        ))}
      </div>
    </AbsoluteFill>
  );
};
