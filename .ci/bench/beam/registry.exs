# What Elixir's Registry does on this machine; spoken to as genserver.exs is.

:logger.set_primary_config(:level, :none)

defmodule Bench.Server do
  use GenServer

  def start_link(name), do: GenServer.start_link(__MODULE__, nil, name: name)

  @impl true
  def init(nil), do: {:ok, 0}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}
end

defmodule Bench do
  @lookups 1_000_000
  @calls 300_000
  @registrations 200_000
  @dispatches 1_000
  @subscribers 1_000
  @keys 1_000

  def measure("lookup"), do: lookups(fn key -> "room:#{key}" end)
  def measure("lookup-list"), do: lookups(fn key -> ["room", key] end)

  def measure("via-call") do
    registry(:unique)
    name = {:via, Registry, {Bench.Registry, "server"}}
    {:ok, _} = Bench.Server.start_link(name)
    rate(@calls, fn -> call(name, @calls) end)
  end

  def measure("register") do
    registry(:unique)

    rate(@registrations, fn ->
      for key <- 1..@registrations do
        {:ok, _} = Registry.register(Bench.Registry, key, nil)
        :ok = Registry.unregister(Bench.Registry, key)
      end
    end)
  end

  def measure("dispatch") do
    registry(:duplicate)
    for _ <- 1..@subscribers, do: Registry.register(Bench.Registry, "news", nil)

    rate(@dispatches * @subscribers, fn ->
      for _ <- 1..@dispatches do
        Registry.dispatch(Bench.Registry, "news", fn entries -> Enum.each(entries, fn {_pid, nil} -> :ok end) end)
      end
    end)
  end

  def measure(other), do: raise(ArgumentError, "Unknown measurement #{other}")

  defp lookups(key) do
    registry(:unique)
    keys = for number <- 1..@keys, do: key.(number)
    for each <- keys, do: {:ok, _} = Registry.register(Bench.Registry, each, nil)
    rate(@lookups, fn -> for _ <- 1..div(@lookups, @keys), do: look_up_all(keys) end)
  end

  defp look_up_all(keys), do: for(key <- keys, do: [{_pid, nil}] = Registry.lookup(Bench.Registry, key))

  defp call(_name, 0), do: :ok

  defp call(name, left) do
    GenServer.call(name, :value)
    call(name, left - 1)
  end

  defp registry(keys), do: {:ok, _} = Registry.start_link(keys: keys, name: Bench.Registry)

  defp rate(count, work) do
    started = System.monotonic_time()
    work.()
    count / (System.convert_time_unit(System.monotonic_time() - started, :native, :nanosecond) / 1.0e9)
  end
end

for line <- IO.stream(:stdio, :line) do
  # A process of its own a time: a clean heap, and the registry it started ends with it.
  figure = Task.await(Task.async(fn -> Bench.measure(String.trim(line)) end), :infinity)
  wait = fn wait -> if Process.whereis(Bench.Registry), do: (Process.sleep(1) && wait.(wait)) end
  wait.(wait)
  IO.puts(figure)
end
