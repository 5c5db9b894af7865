// node vtt.mjs FILE...: what W3C's strict WebVTT parser finds in each, as JSON: [{errors, cues, end}], end in seconds.
import {readFileSync} from 'node:fs';
import webvtt from 'webvtt-parser';

const {WebVTTParser} = webvtt;
const results = process.argv.slice(2).map(file => {
  const {cues, errors} = new WebVTTParser().parse(readFileSync(file, 'utf8'), 'captions');
  return {errors: errors.map(e => `${file}:${e.line}: ${e.message}`), cues: cues.length, end: cues.at(-1)?.endTime ?? 0};
});
console.log(JSON.stringify(results));
