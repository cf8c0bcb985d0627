'use strict';

const { createApp } = require('./src/app');

const port = Number(process.env.PORT ?? 3000);
const server = createApp().listen(port, (error) => {
  if (error) {
    console.error(`cannot listen on port ${port}: ${error.message}`);
    process.exit(1);
  }
  console.log(`listening on port ${port}`);
});

// The program is process 1 of its container, which gets no default action for these signals.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
