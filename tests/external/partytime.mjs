// What Podcast Index's own parser reads in a feed: node partytime.mjs FEED.XML prints it as JSON.
import { readFileSync } from "node:fs";
import { parseFeed } from "podcast-partytime";

const feed = parseFeed(readFileSync(process.argv[2], "utf8"), { allowMissingGuid: false });
console.log(JSON.stringify(feed));
