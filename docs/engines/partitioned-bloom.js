// A blocklist engine over an npm package: npm install bloom-filters
import { blocklistFrom } from "ringfence";
import bloom from "bloom-filters";

export default blocklistFrom({
  name: "partitioned-bloom",
  create: (capacity, rate) => bloom.PartitionedBloomFilter.create(capacity, rate),
  // Keys are numbers; this package takes text alone.
  add: (filter, key) => filter.add(String(key)),
  has: (filter, key) => filter.has(String(key)),
});
