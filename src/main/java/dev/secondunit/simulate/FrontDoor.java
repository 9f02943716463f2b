package dev.secondunit.simulate;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector that, once stopped, leaves nobody waiting: also a connection that was accepted in the
 * very moment of the stop, which Jetty would neither serve nor close, is closed.
 */
final class FrontDoor extends ServerConnector {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  private final Set<Socket> sockets =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  FrontDoor(Server server, HttpConnectionFactory connections) {
    super(server, connections);
  }

  @Override
  protected void configure(Socket socket) {
    sockets.add(socket);
    super.configure(socket);
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    List<Socket> open;
    synchronized (sockets) {
      open = new ArrayList<>(sockets);
      sockets.clear();
    }
    for (Socket socket : open) {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("A connection was gone already", e);
    }
  }
}
