/** A difference from the real server that stays, and why. Each step is named once; one that agrees is out of date. */
export const DIFFERENCES: Record<string, string> = {
  'discovery: groups': 'The extension adds the group amlarc.azureml.com; the bare server does not have it.',
  'discovery: no token':
    'Without a token the mock lists, without the data of Secrets: kubectl sends no token over plain HTTP.',
  'secret: yaml answer':
    'The managed fields of an update leave out the entry "." of a new map. No conflict depends on it.',
  'secret: merge, wrong type': 'The real server prints the whole object, keys included. The mock does not.',
  'secret: merge, bad base64': 'The real server prints the whole object, keys included. The mock does not.',
  'secret: merge, strict': 'The real server prints the whole object, keys included. The mock does not.',
  'secret: apply, other name': 'The mock reports the wrong name before it looks for conflicts.',
  'deployment: apply, conflict':
    'The mock compares quantities in one form: 1 and "1" are the same CPU limit and no conflict.',
  'pod: change the spec': "The real server appends a diff of Go's internal types to the sentence.",
};
