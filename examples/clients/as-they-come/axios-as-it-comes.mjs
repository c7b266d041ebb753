// axios with nothing set, to see what it does by itself. Not an example to follow: node/axios-client.mjs is.
import axios from 'axios';

const { data } = await axios.post(
  process.env.SCORING_URI,
  { data: [[1, 2, 3]] },
  { headers: { Authorization: `Bearer ${process.env.SCORING_KEY}` } },
);
console.log(data.result);
