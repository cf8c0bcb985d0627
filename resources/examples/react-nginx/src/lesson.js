/**
 * The Dockerfile of this very application, as data.
 *
 * `reads` names what an instruction takes from the project folder; `after` names the instructions
 * whose result it starts from. Both together decide what has to run again.
 */
export const instructions = [
  { id: 'from-node', stage: 'builder', text: 'FROM node:18 AS builder', reads: [], after: [] },
  { id: 'workdir', stage: 'builder', text: 'WORKDIR /app', reads: [], after: ['from-node'] },
  {
    id: 'copy-package',
    stage: 'builder',
    text: 'COPY package*.json ./',
    reads: ['package.json'],
    after: ['workdir'],
  },
  { id: 'install', stage: 'builder', text: 'RUN npm install', reads: [], after: ['copy-package'] },
  {
    id: 'copy-all',
    stage: 'builder',
    text: 'COPY . .',
    reads: ['package.json', 'src/App.jsx'],
    after: ['install'],
  },
  { id: 'build', stage: 'builder', text: 'RUN npm run build', reads: [], after: ['copy-all'] },
  { id: 'from-nginx', stage: 'final', text: 'FROM nginx:alpine', reads: [], after: [] },
  {
    id: 'copy-build',
    stage: 'final',
    text: 'COPY --from=builder /app/build /usr/share/nginx/html',
    reads: [],
    after: ['from-nginx', 'build'],
  },
  { id: 'expose', stage: 'final', text: 'EXPOSE 80', reads: [], after: ['copy-build'] },
  {
    id: 'cmd',
    stage: 'final',
    text: 'CMD ["nginx", "-g", "daemon off;"]',
    reads: [],
    after: ['expose'],
  },
];

/** The instructions whose only work is a line in the image's configuration. */
export const configurationOnly = new Set(['from-node', 'from-nginx', 'expose', 'cmd']);

/** The ids of the instructions that run again once the content of `file` has changed. */
export function affectedBy(file) {
  const affected = new Set();
  for (const instruction of instructions) {
    const touched = instruction.reads.includes(file);
    const follows = instruction.after.some((id) => affected.has(id));
    if (touched || follows) {
      affected.add(instruction.id);
    }
  }
  return affected;
}
