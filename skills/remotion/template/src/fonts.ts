import latinBold from '@fontsource/inter/files/inter-latin-800-normal.woff2';
import latinExtendedBold from '@fontsource/inter/files/inter-latin-ext-800-normal.woff2';
import latinExtendedMedium from '@fontsource/inter/files/inter-latin-ext-500-normal.woff2';
import latinMedium from '@fontsource/inter/files/inter-latin-500-normal.woff2';
import {loadFont} from '@remotion/fonts';

/** A font from a package: nothing is fetched while rendering. */
export const fontFamily = 'Inter';

// Without the second file, letters such as č, ř and ż come from another font, without a warning.
const extended = 'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+1E00-1EFF, U+2020, U+20A0-20AB, U+2C60-2C7F';

for (const [url, weight, unicodeRange] of [
  [latinMedium, '500', undefined],
  [latinBold, '800', undefined],
  [latinExtendedMedium, '500', extended],
  [latinExtendedBold, '800', extended],
] as const) {
  loadFont({family: fontFamily, url, weight, unicodeRange}).catch((error: unknown) => {
    throw error;
  });
}
