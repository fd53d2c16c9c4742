# What Elixir's GenServer does on this machine. One name of a measurement a line comes in, one figure a line goes out; at
# the end of the input the program ends. It lives on between measurements, so that the VM is warm.

:logger.set_primary_config(:level, :none)

defmodule Bench.Server do
  use GenServer

  def start_link(owner), do: GenServer.start_link(__MODULE__, owner)

  @impl true
  def init(owner) do
    if owner, do: send(owner, {:started, self()})
    {:ok, 0}
  end

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}

  @impl true
  def handle_cast(:increment, count), do: {:noreply, count + 1}
end

defmodule Bench do
  @calls 300_000
  @casts 1_000_000
  @starts 50_000
  @ring 1_000
  @hops 1_000_000
  @restarts 50_000
  @restarts_each 100
  @idle 100_000
  @tasks 100_000
  @together 100

  def measure("call") do
    {:ok, server} = Bench.Server.start_link(nil)
    rate(@calls, fn -> call(server, @calls) end)
  end

  def measure("cast") do
    {:ok, server} = Bench.Server.start_link(nil)

    rate(@casts, fn ->
      cast(server, @casts)
      @casts = GenServer.call(server, :value, :infinity)
    end)
  end

  def measure("start") do
    {:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one)
    figure = rate(@starts, fn -> start(supervisor, @starts) end)
    kill(supervisor)
    figure
  end

  def measure("ring") do
    me = self()
    first = Enum.reduce(2..@ring, me, fn _, next -> spawn_link(fn -> forward(next) end) end)
    figure = rate(@hops, fn -> around(first, @hops) end)
    send(first, :stop)
    receive(do: (:stop -> figure))
  end

  # A supervisor keeps the times of its recent restarts in a list and counts them at each one. A new supervisor
  # every few restarts keeps that list short, so that the figure is of restarting, not of counting.
  def measure("restart") do
    seconds = Enum.map(1..div(@restarts, @restarts_each), fn _ -> restart_some() end) |> Enum.sum()
    @restarts / seconds
  end

  # Bytes of an idle server under a DynamicSupervisor, its share of the supervisor's memory included.
  def measure("memory") do
    {:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one)
    start(supervisor, @idle)
    children = DynamicSupervisor.which_children(supervisor) |> Enum.map(fn {_, pid, _, _} -> pid end)
    :erlang.garbage_collect(supervisor)
    figure = Enum.sum(Enum.map([supervisor | children], &memory/1)) / @idle
    kill(supervisor)
    figure
  end

  def measure("task") do
    rate(@tasks, fn ->
      for _ <- 1..div(@tasks, @together) do
        Task.await_many(for(_ <- 1..@together, do: Task.async(fn -> 1 end)), :infinity)
      end
    end)
  end

  def measure("task-stream") do
    rate(@tasks, fn ->
      @tasks = Enum.count(Task.async_stream(1..@tasks, fn _ -> 1 end, max_concurrency: 8))
    end)
  end

  def measure(other), do: raise(ArgumentError, "Unknown measurement #{other}")

  # Its children die with it; to stop it in order takes longer than all that is measured. The next measurement, ours or
  # theirs, begins when they are gone.
  defp kill(supervisor) do
    Process.unlink(supervisor)
    Process.exit(supervisor, :kill)
    wait_for_quiet()
  end

  defp wait_for_quiet() do
    if length(Process.list()) > 1000 do
      Process.sleep(5)
      wait_for_quiet()
    end
  end

  defp memory(pid) do
    {:memory, bytes} = Process.info(pid, :memory)
    bytes
  end

  defp call(_server, 0), do: :ok

  defp call(server, left) do
    GenServer.call(server, :value)
    call(server, left - 1)
  end

  defp cast(_server, 0), do: :ok

  defp cast(server, left) do
    GenServer.cast(server, :increment)
    cast(server, left - 1)
  end

  defp start(_supervisor, 0), do: :ok

  defp start(supervisor, left) do
    {:ok, _} = DynamicSupervisor.start_child(supervisor, {Bench.Server, nil})
    start(supervisor, left - 1)
  end

  # The token makes a full round, 1000 hops, before this process has it again.
  defp around(_first, left) when left <= 0, do: :ok

  defp around(first, left) do
    send(first, :token)
    receive(do: (:token -> around(first, left - @ring)))
  end

  defp forward(next) do
    receive do
      :token ->
        send(next, :token)
        forward(next)

      :stop ->
        send(next, :stop)
    end
  end

  defp restart_some() do
    {:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one, max_restarts: 1_000_000, max_seconds: 1)
    {:ok, server} = DynamicSupervisor.start_child(supervisor, {Bench.Server, self()})
    receive(do: ({:started, ^server} -> :ok))
    seconds = seconds(fn -> restart(server, @restarts_each) end)
    DynamicSupervisor.stop(supervisor, :normal, :infinity)
    seconds
  end

  defp restart(_server, 0), do: :ok

  defp restart(server, left) do
    Process.exit(server, :kill)
    receive(do: ({:started, next} -> restart(next, left - 1)))
  end

  defp rate(count, work), do: count / seconds(work)

  defp seconds(work) do
    started = System.monotonic_time()
    work.()
    System.convert_time_unit(System.monotonic_time() - started, :native, :nanosecond) / 1.0e9
  end
end

for line <- IO.stream(:stdio, :line) do
  # A process of its own a time: a clean heap, and whatever it started ends with it.
  figure = Task.await(Task.async(fn -> Bench.measure(String.trim(line)) end), :infinity)
  IO.puts(figure)
end
